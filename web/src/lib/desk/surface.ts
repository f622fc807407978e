// What the desk asks of whatever shows a source that is no plain text: the pages of a PDF, or a picture.

import type { Area } from '../../core/desk-types'
import type { Place } from '../../core/desk/carry'
import type { Drawn } from '../../core/desk/excerpts'
import type { Picking } from './desk.svelte'

export interface Surface {
  /** An area that is marked and not coded yet, at an empty place of the text; null where there is none. */
  readonly marked: { place: Place; areas: readonly Area[]; words?: string | undefined } | null
  /** What is coded there, the smallest first. */
  here(): Drawn[]
  /** Where a stretch of the text stands, as far as its pages are drawn. */
  areasOf(place: Place): readonly Area[]
  /** Brings it into sight. */
  show(d: Drawn): void
  /** Where the picker opens, in pixels within what is shown. */
  at(): Picking['at']
  focus(): void
}
