// The excerpts of the open source: as the server has them, with what was done here and is not answered yet.

import type { Area, DeskCoding, DeskExcerpt } from '../desk-types'
import { Offsets } from '../offsets'
import { carry, type Place, type Replaced } from './carry'
import { Places, type Placed } from './places'

/** One coding as it is drawn; an excerpt without codings is drawn too, without a theme. */
export interface Drawn extends Placed {
  excerpt: string
  theme: string
  mine: boolean
  /** Of an excerpt that is areas of pages and no words; its place is then empty, where the page begins. */
  areas?: readonly Area[] | undefined
}

interface Kept {
  excerpt: DeskExcerpt
  /** In the text that `Working.left` is; of one made while there is unsaved typing, in the text that is shown. */
  place: Place
  floating: boolean
}

export class Excerpts {
  readonly #kept = new Map<string, Kept>()
  #shown: Places<Drawn> | null = null
  #typed: readonly Replaced[] = []
  /** Of a PDF: the code point of the text at which each page begins. */
  pages: readonly number[] = []

  /** All of them anew; text is that in which they count. */
  load(excerpts: readonly DeskExcerpt[], text: string): void {
    this.#kept.clear()
    this.take(excerpts, text)
  }

  /** What the server says of some; text is that in which they count. */
  take(excerpts: readonly DeskExcerpt[], text: string, offsets = new Offsets(text)): void {
    for (const e of excerpts) {
      if (e.measure === 'milliseconds') continue
      const onPage = e.measure === 'page'
      const from = offsets.toUtf16(onPage ? (this.pages[e.start] ?? 0) : e.start)
      this.#kept.set(e.id, { excerpt: e, place: { from, to: e.lost || onPage ? from : offsets.toUtf16(e.end) }, floating: false })
    }
    this.#shown = null
  }

  /** What the server says of one whose place is known here better than in an answer that other people's edits may have overtaken. */
  answered(e: DeskExcerpt): void {
    const kept = this.#kept.get(e.id)
    if (kept) this.#kept.set(e.id, { ...kept, excerpt: e })
    this.#shown = null
  }

  /** One made here, at a place of the text that is shown. */
  add(excerpt: DeskExcerpt, place: Place): void {
    this.#kept.set(excerpt.id, { excerpt, place, floating: this.#typed.length > 0 })
    this.#shown = null
  }

  change(id: string, change: (e: DeskExcerpt) => DeskExcerpt): void {
    const kept = this.#kept.get(id)
    if (kept) this.#kept.set(id, { ...kept, excerpt: change(kept.excerpt) })
    this.#shown = null
  }

  resize(id: string, place: Place): void {
    const kept = this.#kept.get(id)
    if (kept) this.#kept.set(id, { ...kept, place, floating: this.#typed.length > 0 })
    this.#shown = null
  }

  remove(id: string): void {
    this.#kept.delete(id)
    this.#shown = null
  }

  get(id: string): DeskExcerpt | undefined {
    return this.#kept.get(id)?.excerpt
  }

  get all(): DeskExcerpt[] {
    return [...this.#kept.values()].map((k) => k.excerpt)
  }

  get size(): number {
    return this.#kept.size
  }

  /** The excerpt that holds a coding. */
  holding(coding: string): { excerpt: DeskExcerpt; coding: DeskCoding } | undefined {
    for (const { excerpt } of this.#kept.values()) {
      const found = excerpt.codings.find((c) => c.id === coding)
      if (found) return { excerpt, coding: found }
    }
    return undefined
  }

  /** What is typed and not on its way yet, as changes of the text that excerpts are placed in. */
  typed(changes: readonly Replaced[], last: readonly Replaced[] = []): void {
    if (last.length) for (const [id, k] of this.#kept) if (k.floating) this.#kept.set(id, { ...k, place: carry(k.place, last) })
    this.#typed = changes
    this.#shown = null
  }

  /** The text that excerpts are placed in was changed: by an edit that is now on its way, or by somebody else's. */
  carried(changes: readonly Replaced[], typed: readonly Replaced[], frozen: boolean): void {
    for (const [id, k] of this.#kept) {
      if (k.floating) {
        if (frozen) this.#kept.set(id, { ...k, floating: false })
      } else this.#kept.set(id, { ...k, place: carry(k.place, changes) })
    }
    this.#typed = typed
    this.#shown = null
  }

  /** Where it is in the text that is shown. */
  placeOf(id: string): Place | undefined {
    const k = this.#kept.get(id)
    return k && (k.floating ? k.place : carry(k.place, this.#typed))
  }

  /** Every coding in the text that is shown. */
  get shown(): Places<Drawn> {
    if (this.#shown) return this.#shown
    const items: Drawn[] = []
    for (const [id, k] of this.#kept) {
      const { from, to } = k.floating || !this.#typed.length ? k.place : carry(k.place, this.#typed)
      const areas = k.excerpt.measure === 'page' ? k.excerpt.areas : undefined
      for (const c of k.excerpt.codings) items.push({ id: c.id, from, to, excerpt: id, theme: c.theme_id, mine: c.mine ?? false, areas })
      if (!k.excerpt.codings.length) items.push({ id, from, to, excerpt: id, theme: '', mine: true, areas })
    }
    return (this.#shown = new Places(items))
  }
}
