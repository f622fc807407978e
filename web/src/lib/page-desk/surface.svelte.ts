// The pages of a source on the desk: what is in sight, what is marked, and where codings stand on them.
//
// The rules are:
//   - words are coded in code points of the source's text, as on the desk for texts; the page only shows where they are;
//   - an area is kept in the page's own measure, so that it stays where it is however large the page is shown;
//   - only pages in sight are drawn.

import type { Area, PageSize } from '../../core/desk-types'
import type { Place } from '../../core/desk/carry'
import type { Drawn } from '../../core/desk/excerpts'
import { placeIn, within } from '../../core/pages/align'
import { contains, lines, nudged, overlap, size, stack, type Box } from '../../core/pages/boxes'
import { uuid7 } from '../../core/uuid7'
import type { Desk, Picking } from '../desk/desk.svelte'
import type { Surface } from '../desk/surface'
import type { Drawing, Leaf } from './leaf'

export const gap = 14 // pixels between two pages

/** An open file: its pages, drawn one by one into an element. */
export interface Papers {
  count: number
  draw(page: number, scale: number, host: HTMLElement): Promise<Drawing>
  end(): void
}

export interface Shown {
  d: Drawn
  boxes: Box[]
}

export class Pages implements Surface {
  readonly desk: Desk
  papers = $state.raw<Papers | null>(null)
  error = $state('')
  /** Pixels a point, or a pixel of a picture. */
  scale = $state(1)
  scroll = $state(0)
  height = $state(600)
  /** The next drag marks an area, wherever it begins. */
  tool = $state(false)
  /** The area that is marked; of an excerpt whose area is being moved, its new one. */
  area = $state.raw<Area | null>(null)
  moving = $state('')
  /** Pages that are drawn turn out to be of another size where they are turned. */
  turned = $state.raw<ReadonlyMap<number, { width: number; height: number }>>(new Map())
  /** Counts up as pages are drawn. */
  drawn = $state(0)
  host: HTMLElement | null = null
  readonly leaves = new Map<number, Leaf>()
  #wanted: Drawn | null = null

  constructor(desk: Desk) {
    this.desk = desk
  }

  get sizes(): readonly PageSize[] {
    return this.desk.source?.media?.pages ?? []
  }

  readonly heights = $derived.by(() => this.sizes.map((p, i) => (this.turned.get(i)?.height ?? p.height) * this.scale))
  readonly widths = $derived.by(() => this.sizes.map((p, i) => (this.turned.get(i)?.width ?? p.width) * this.scale))
  readonly stack = $derived(stack(this.heights, gap))
  readonly page = $derived(Math.max(0, this.stack.tops.findLastIndex((t) => t <= this.scroll + this.height / 3)))

  get marked(): Surface['marked'] {
    const area = this.area
    if (!area || this.moving) return null
    const at = this.start(area.page)
    return { place: { from: at, to: at }, areas: [area], words: this.wordsIn(area) }
  }

  /** Where the text of a page begins in the text on the screen, and where it ends. */
  start(page: number): number {
    return this.desk.laid.pages[page] ?? 0
  }
  end(page: number): number {
    return this.desk.laid.pages[page + 1] ?? this.desk.sync?.working.shown.length ?? 0
  }
  text(page: number): string {
    return this.desk.sync?.working.shown.sliceString(this.start(page), this.end(page)) ?? ''
  }

  /** Boxes of a stretch of the text on one page. */
  boxesOf(leaf: Leaf, place: Place): Box[] {
    const from = place.from - this.start(leaf.page)
    const to = place.to - this.start(leaf.page)
    if (to <= 0 || from >= this.end(leaf.page) - this.start(leaf.page)) return []
    const found = leaf.alignment(this.text(leaf.page)).flatMap((piece, i) => {
      const part = within(piece, from, to)
      return part ? leaf.boxes(i, part.start, part.end) : []
    })
    return lines(found)
  }

  /** What is coded on a page that is drawn. */
  coded(leaf: Leaf): Shown[] {
    const out: Shown[] = []
    for (const d of this.desk.coded()) {
      const boxes = d.areas ? d.areas.filter((a) => a.page === leaf.page).map((a) => leaf.drawing.toBox(a)) : d.from < d.to ? this.boxesOf(leaf, d) : []
      if (boxes.length) out.push({ d, boxes })
    }
    return out
  }

  areasOf(place: Place): readonly Area[] {
    return [...this.leaves.values()].sort((a, b) => a.page - b.page).flatMap((leaf) => this.boxesOf(leaf, place).map((b) => inside(leaf.drawing.toArea(b), this.sizes[leaf.page])))
  }

  wordsIn(area: Area): string {
    const leaf = this.leaves.get(area.page)
    if (!leaf) return ''
    const box = leaf.drawing.toBox(area)
    const text = this.text(area.page)
    const found: [number, number][] = []
    leaf.alignment(text).forEach((piece, i) => {
      for (let unit = 0; unit < piece.length; unit++) {
        const at = piece[unit] ?? -1
        const [b] = at < 0 ? [] : leaf.boxes(i, unit, unit + 1)
        if (b && contains(box, (b.left + b.right) / 2, (b.top + b.bottom) / 2)) found.push([at, at + 1])
      }
    })
    const runs: [number, number][] = []
    for (const [from, to] of found.sort((a, b) => a[0] - b[0])) {
      const last = runs.at(-1)
      if (last && text.slice(last[1], from).trim() === '') last[1] = Math.max(last[1], to)
      else runs.push([from, to])
    }
    const whole = ([from, to]: [number, number]) => text.slice(from - (/\S*$/.exec(text.slice(0, from))?.[0].length ?? 0), to + (/^\S*/.exec(text.slice(to))?.[0].length ?? 0))
    return runs.map(whole).join(' … ').slice(0, 4000)
  }

  here(): Drawn[] {
    void this.drawn
    const leaf = this.area ? this.leaves.get(this.area.page) : undefined
    if (this.area && leaf) {
      const box = leaf.drawing.toBox(this.area)
      return this.coded(leaf).filter((s) => s.boxes.some((b) => overlap(b, box))).map((s) => s.d)
    }
    const { from, to } = this.desk.selection
    const shown = this.desk.excerpts?.shown
    const chosen = this.desk.chosen ? this.desk.drawn(this.desk.chosen) : undefined
    if (chosen?.areas) return [chosen, ...this.desk.coded().filter((d) => d.excerpt === chosen.excerpt && d.id !== chosen.id)]
    const place = from < to || !chosen ? { from, to } : chosen
    if (!shown || place.from === place.to) return chosen ? [chosen] : []
    return shown.within(place.from, place.to, false).map((i) => shown.items[i]!).filter((d) => !d.areas).sort((a, b) => a.to - a.from - (b.to - b.from) || a.from - b.from)
  }

  /** The codings under a point of a page, the smallest first. */
  under(leaf: Leaf, x: number, y: number): Drawn[] {
    return this.coded(leaf).filter((s) => s.boxes.some((b) => contains(b, x, y)))
      .sort((a, b) => a.boxes.reduce((n, x) => n + size(x), 0) - b.boxes.reduce((n, x) => n + size(x), 0)).map((s) => s.d)
  }

  /** The words that are selected on the pages, as a place in the text. */
  selected(range: Range): Place | null {
    let from: number | null = null
    let to: number | null = null
    for (const leaf of [...this.leaves.values()].sort((a, b) => a.page - b.page)) {
      const touched = leaf.drawing.spans.flatMap((s, i) => (s.firstChild && range.intersectsNode(s.firstChild) ? [i] : []))
      const [first, last] = [touched[0], touched.at(-1)]
      if (first === undefined || last === undefined) continue
      const alignment = leaf.alignment(this.text(leaf.page))
      const unit = (i: number, at: Node, offset: number, otherwise: number) => (leaf.drawing.spans[i]?.firstChild === at ? offset : otherwise)
      const begins = placeIn(alignment, first, unit(first, range.startContainer, range.startOffset, 0), false)
      const ends = placeIn(alignment, last, unit(last, range.endContainer, range.endOffset, leaf.drawing.pieces[last]?.length ?? 0), true)
      if (begins === null || ends === null) continue
      from ??= this.start(leaf.page) + begins
      to = this.start(leaf.page) + ends
    }
    if (from === null || to === null) return null
    return range.collapsed || to <= from ? { from, to: from } : { from, to }
  }

  show(d: Drawn): void {
    const page = d.areas ? (d.areas[0]?.page ?? 0) : Math.max(0, this.desk.laid.pages.findLastIndex((p) => p <= d.from))
    this.#wanted = d
    const leaf = this.leaves.get(page)
    if (leaf) this.#bring(leaf, d)
    else this.goto(page)
  }

  goto(page: number): void {
    this.host?.scrollTo({ top: (this.stack.tops[page] ?? gap) - gap, behavior: 'instant' })
  }

  /** A page was drawn. */
  add(leaf: Leaf): void {
    this.leaves.set(leaf.page, leaf)
    const p = this.sizes[leaf.page]
    if (p && (Math.abs(leaf.drawing.width - p.width * this.scale) > 1 || Math.abs(leaf.drawing.height - p.height * this.scale) > 1)) {
      this.turned = new Map(this.turned).set(leaf.page, { width: leaf.drawing.width / this.scale, height: leaf.drawing.height / this.scale })
    }
    this.drawn++
    if (this.#wanted) this.#bring(leaf, this.#wanted)
  }

  remove(leaf: Leaf): void {
    if (this.leaves.get(leaf.page) === leaf) this.leaves.delete(leaf.page)
    leaf.drawing.end()
  }

  #bring(leaf: Leaf, d: Drawn): void {
    const [first] = this.coded(leaf).find((s) => s.d.id === d.id)?.boxes ?? []
    if (!first || !this.host) return
    this.#wanted = null
    const top = (this.stack.tops[leaf.page] ?? 0) + first.top
    if (top < this.host.scrollTop + 40 || top > this.host.scrollTop + this.height - 80) this.host.scrollTo({ top: top - this.height / 3, behavior: 'instant' })
    const side = (this.host.scrollWidth - (this.widths[leaf.page] ?? 0)) / 2 + first.left
    if (side < this.host.scrollLeft || side > this.host.scrollLeft + this.host.clientWidth - 60) this.host.scrollTo({ left: side - 60, behavior: 'instant' })
  }

  at(): Picking['at'] {
    const pane = this.host?.closest('.desk-text')?.getBoundingClientRect()
    const box = this.#box()
    if (!pane || !box) return { left: 40, top: 60, above: 60 }
    const inPane = (y: number) => Math.min(Math.max(y - pane.top, 12), pane.height - 60)
    return { left: Math.max(8, box.left - pane.left), top: inPane(box.bottom + 6), above: inPane(box.top - 6) }
  }

  /** What is meant, on the screen. */
  #box(): Box | null {
    const chosen = this.desk.chosen ? this.desk.drawn(this.desk.chosen) : undefined
    const selected = this.desk.selection.from < this.desk.selection.to
    for (const leaf of [...this.leaves.values()].sort((a, b) => b.page - a.page)) {
      const page = leaf.element.getBoundingClientRect()
      const boxes = this.area ? (this.area.page === leaf.page ? [leaf.drawing.toBox(this.area)] : []) : selected ? this.boxesOf(leaf, this.desk.selection) : this.coded(leaf).find((s) => s.d === chosen)?.boxes ?? []
      const [first, last] = [boxes[0], boxes.at(-1)]
      if (first && last) return { left: page.left + last.left, top: page.top + first.top, right: page.left + last.right, bottom: page.top + last.bottom }
    }
    return null
  }

  focus(): void {
    this.host?.focus({ preventScroll: true })
  }

  /** Marks an area in the middle of what is in sight, for arrows to move. */
  markHere(): void {
    const leaf = this.leaves.get(this.page)
    if (!leaf || !this.host) return
    const { width, height } = leaf.drawing
    const middle = Math.min(Math.max(this.scroll + this.height / 2 - (this.stack.tops[leaf.page] ?? 0), height * 0.1), height * 0.9)
    this.mark(leaf, { left: width * 0.3, right: width * 0.7, top: Math.max(0, middle - height * 0.06), bottom: Math.min(height, middle + height * 0.06) })
    this.desk.say('An area: arrows move it, with Shift they change its size, with Ctrl in larger steps. / codes it, Escape leaves it.')
  }

  mark(leaf: Leaf, box: Box): void {
    this.area = inside(leaf.drawing.toArea(box), this.sizes[leaf.page])
    this.desk.selection = { from: this.start(leaf.page), to: this.start(leaf.page) }
    if (!this.moving) this.desk.chosen = ''
  }

  /** An arrow key; false where no area is marked. */
  nudge(dx: number, dy: number, grow: boolean): boolean {
    const leaf = this.area && this.leaves.get(this.area.page)
    if (!this.area || !leaf) return false
    this.mark(leaf, nudged(leaf.drawing.toBox(this.area), dx, dy, grow, leaf.drawing.width, leaf.drawing.height))
    return true
  }

  /** Takes up the area of the chosen excerpt, for it to be moved. */
  take(): void {
    const d = this.desk.drawn(this.desk.chosen)
    const e = d && this.desk.excerpts?.get(d.excerpt)
    if (!d?.areas || !e) return this.desk.say(d ? 'Its edges are moved in the text: Shift+W shows that.' : 'Go to a coding first.')
    if (e.codings.some((c) => !c.mine)) return this.desk.say('Somebody else has coded this excerpt; its area stays.')
    this.moving = d.excerpt
    this.area = d.areas[0] ?? null
    this.desk.say('Arrows move the area, with Shift they change its size; Enter keeps it, Escape does not.')
  }

  /** Keeps the area where it was moved to. */
  keep(): void {
    const [id, area] = [this.moving, this.area]
    this.leave()
    const e = id ? this.desk.excerpts?.get(id) : undefined
    if (!area || !e) return
    const rest = (e.areas ?? []).slice(1)
    const change = { areas: [area, ...rest], ...(e.kind === 'verbatim' ? { text: [area, ...rest].map((a) => this.wordsIn(a)).filter(Boolean).join(' … ') } : {}) }
    this.desk.excerpts?.change(id, (x) => ({ ...x, ...change }))
    this.desk.add({ id: uuid7(), what: 'the new place of an area', method: 'PATCH', path: `/desk/excerpts/${id}`, source: this.desk.source?.id ?? '', excerpt: id, body: change })
    this.desk.say('Area moved.')
  }

  leave(): void {
    this.area = null
    this.moving = ''
  }

  zoom(by: number): void {
    const middle = (this.scroll + this.height / 2) / this.stack.total
    this.scale = Math.min(8, Math.max(0.05, this.scale * by))
    queueMicrotask(() => this.host?.scrollTo({ top: middle * this.stack.total - this.height / 2, behavior: 'instant' }))
  }

  /** As wide as there is room for; a picture as a whole. */
  fit(): void {
    if (!this.host) return
    const [w, h] = [Math.max(...this.sizes.map((p) => p.width), 1), this.sizes[0]?.height ?? 1]
    const wide = (this.host.clientWidth - 48) / w
    this.scale = this.desk.source?.kind === 'picture' ? Math.min(wide, (this.host.clientHeight - 2 * gap) / h, 4) : Math.min(wide, 1.7)
  }
}

/** An area without what reaches over the edge of its page by a rounding. */
function inside(a: Area, p: PageSize | undefined): Area {
  if (!p) return a
  const [x, y] = [p.x ?? 0, p.y ?? 0]
  const cut = (v: number, low: number, high: number) => Math.round(Math.min(Math.max(v, low), high) * 100) / 100
  return { page: a.page, x0: cut(a.x0, x, x + p.width), y0: cut(a.y0, y, y + p.height), x1: cut(a.x1, x, x + p.width), y1: cut(a.y1, y, y + p.height) }
}
