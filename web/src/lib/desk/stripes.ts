// Margin stripes: one lane for each of the codings that overlap, drawn near the viewport only.

import { EditorView, layer, type LayerMarker } from '@codemirror/view'
import type { Drawn } from '../../core/desk/excerpts'
import { redraw, type Drawing } from './drawing'

const laneWidth = 7
const mostLanes = 14 // further ones share the last lane; the list beside the text has them all

class Stripe implements LayerMarker {
  readonly drawn: Drawn
  readonly classes: string
  readonly label: string
  readonly top: number
  readonly height: number
  readonly left: number
  readonly room: number

  constructor(drawn: Drawn, classes: string, label: string, top: number, height: number, left: number, room: number) {
    this.drawn = drawn
    this.classes = classes
    this.label = label
    this.top = top
    this.height = height
    this.left = left
    this.room = room
  }

  eq(other: LayerMarker): boolean {
    return (
      other instanceof Stripe && other.drawn.id === this.drawn.id && other.top === this.top && other.height === this.height &&
      other.left === this.left && other.room === this.room && other.classes === this.classes && other.label === this.label
    )
  }

  draw(): HTMLElement {
    const dom = document.createElement('div')
    this.#adjust(dom)
    return dom
  }

  update(dom: HTMLElement, old: LayerMarker): boolean {
    if (!this.eq(old)) this.#adjust(dom)
    return true
  }

  #adjust(dom: HTMLElement): void {
    dom.className = this.classes
    dom.dataset['label'] = this.label
    dom.dataset['stripe'] = this.drawn.excerpt
    dom.dataset['coding'] = this.drawn.id
    dom.style.top = `${this.top}px`
    dom.style.height = `${this.height}px`
    dom.style.setProperty('--room', `${this.room}px`)
    dom.style.left = `${this.left}px`
  }
}

interface Row {
  top: number
  bottom: number
}

/**
 * Where places of a line stand within it, kept as long as the line reads the same. Asking the browser takes longer than
 * all else that a key of a correction does, and a key changes one line.
 */
class Rows {
  #lines = new Map<number, { text: string; height: number; at: Map<number, Row> }>()

  forget(): void {
    this.#lines = new Map()
  }

  /** The row of a place, in pixels from the top of what is scrolled; base is that of the window. */
  of(view: EditorView, pos: number, side: 1 | -1, base: number): Row {
    const { number, from, text } = view.state.doc.lineAt(pos)
    const block = view.lineBlockAt(pos)
    const top = block.top + view.documentPadding.top
    let line = this.#lines.get(number)
    if (line?.text !== text || line.height !== block.height) this.#lines.set(number, (line = { text, height: block.height, at: new Map() }))
    const key = (pos - from) * 2 + (side > 0 ? 1 : 0)
    const known = line.at.get(key)
    if (known) return { top: top + known.top, bottom: top + known.bottom }
    const c = view.coordsAtPos(pos, side)
    if (!c) return { top, bottom: top + block.height }
    const row = { top: c.top - base, bottom: c.bottom - base }
    line.at.set(key, { top: row.top - top, bottom: row.bottom - top })
    return row
  }
}

function measure(view: EditorView, drawing: Drawing, rows: Rows): Stripe[] {
  const coded = drawing.coded()
  const { from, to } = view.viewport
  const here = coded.within(from, to)
  if (!here.length) return []
  const scroller = view.scrollDOM.getBoundingClientRect()
  const base = { left: scroller.left - view.scrollDOM.scrollLeft, top: scroller.top - view.scrollDOM.scrollTop }
  const right = view.contentDOM.getBoundingClientRect().right - base.left
  const wide = view.scrollDOM.clientWidth
  const lanes = coded.lanes
  return here.map((i) => {
    const d = coded.items[i]!
    const top = rows.of(view, Math.max(d.from, from), 1, base.top).top
    const bottom = rows.of(view, Math.min(d.to, to), -1, base.top).bottom
    const on = drawing.chosen(d)
    const classes = ['stripe', drawing.colour(d.theme), on ? 'on' : '', d.mine ? '' : 'theirs', drawing.fresh(d) ? 'fresh' : '', drawing.dimmed(d) ? 'dimmed' : '']
    const lane = Math.min(lanes[i] ?? 0, mostLanes - 1)
    const left = Math.round(right) + 6 + lane * laneWidth
    const room = Math.min(190, Math.max(70, wide - left - 14))
    return new Stripe(d, classes.filter(Boolean).join(' '), drawing.label(d), Math.round(top), Math.max(6, Math.round(bottom - top)), left, room)
  })
}

export function stripes(drawing: Drawing) {
  const rows = new Rows()
  return layer({
    above: true,
    class: 'stripes',
    update: (u) => {
      const drawn = u.transactions.some((t) => t.effects.some((e) => e.is(redraw)))
      if (drawn || (u.geometryChanged && !u.docChanged)) rows.forget() // another width, font or look
      return drawn || u.viewportChanged || u.geometryChanged
    },
    markers: (view) => measure(view, drawing, rows),
    mount: (dom) => {
      dom.addEventListener('mousedown', (event) => {
        const stripe = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-coding]') : null
        const d = stripe && drawing.coded().items.find((i) => i.id === stripe.dataset['coding'])
        if (!d) return
        event.preventDefault()
        drawing.choose(d)
      })
    },
  })
}
