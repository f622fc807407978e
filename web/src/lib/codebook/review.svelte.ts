import { ask } from '../../core/api'
import { themeCodings } from '../../core/codebook/api'
import { reviewed, type Reviewed } from '../../core/codebook/review'

/** The codings of a theme as they stand when a dialog is opened: the list must not move under the person's hands. */
export class Review {
  items = $state.raw<readonly Reviewed[]>()
  error = $state('')

  constructor(slug: string, theme: string) {
    ask(themeCodings(slug, theme)).then(
      (a) => (this.items = a.items.map(reviewed)),
      (reason: unknown) => (this.error = reason instanceof Error ? reason.message : String(reason)),
    )
  }
}
