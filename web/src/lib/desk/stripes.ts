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

  update(dom: HTMLElement): boolean {
    this.#adjust(dom)
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

function measure(view: EditorView, drawing: Drawing): Stripe[] {
  const coded = drawing.coded()
  const { from, to } = view.viewport
  const here = coded.within(from, to)
  if (!here.length) return []
  const scroller = view.scrollDOM.getBoundingClientRect()
  const base = { left: scroller.left - view.scrollDOM.scrollLeft, top: scroller.top - view.scrollDOM.scrollTop }
  const right = view.contentDOM.getBoundingClientRect().right - base.left
  const known = new Map<number, { top: number; bottom: number }>()
  const line = (pos: number, side: 1 | -1) => {
    const key = pos * 2 + (side > 0 ? 1 : 0)
    let at = known.get(key)
    if (!at) {
      const c = view.coordsAtPos(pos, side)
      const block = c ? null : view.lineBlockAt(pos)
      at = c ? { top: c.top - base.top, bottom: c.bottom - base.top } : { top: block!.top + view.documentPadding.top, bottom: block!.bottom + view.documentPadding.top }
      known.set(key, at)
    }
    return at
  }
  const lanes = coded.lanes
  return here.map((i) => {
    const d = coded.items[i]!
    const top = line(Math.max(d.from, from), 1).top
    const bottom = line(Math.min(d.to, to), -1).bottom
    const on = drawing.chosen(d)
    const classes = ['stripe', drawing.colour(d.theme), on ? 'on' : '', d.mine ? '' : 'theirs', drawing.fresh(d) ? 'fresh' : '', drawing.dimmed(d) ? 'dimmed' : '']
    const lane = Math.min(lanes[i] ?? 0, mostLanes - 1)
    const left = Math.round(right) + 6 + lane * laneWidth
    const room = Math.min(190, Math.max(70, view.scrollDOM.clientWidth - left - 14))
    return new Stripe(d, classes.filter(Boolean).join(' '), drawing.label(d), Math.round(top), Math.max(6, Math.round(bottom - top)), left, room)
  })
}

export const stripes = (drawing: Drawing) =>
  layer({
    above: true,
    class: 'stripes',
    update: (u) => u.docChanged || u.viewportChanged || u.geometryChanged || u.transactions.some((t) => t.effects.some((e) => e.is(redraw))),
    markers: (view) => measure(view, drawing),
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
