// Moving the edges of an excerpt: one is chosen, arrows move it, and it is kept or left.

import { edgeMove, trimmed } from '../../core/desk/units'
import { uuid7 } from '../../core/uuid7'
import type { Desk } from './desk.svelte'

export function chooseEdge(desk: Desk, side: 'from' | 'to'): void {
  const d = desk.drawn(desk.chosen) ?? desk.here()[0]
  const e = d && desk.excerpts?.get(d.excerpt)
  if (!d || !e) {
    desk.say('Go to a coding first.')
    return
  }
  if (e.codings.some((c) => !c.mine)) {
    desk.say('Somebody else has coded this excerpt; its edges stay.')
    return
  }
  if (desk.edge && desk.edge.excerpt !== d.excerpt) leaveEdge(desk)
  const before = desk.edge
  desk.chosen = d.id
  desk.edge = { excerpt: d.excerpt, side, place: before?.place ?? { from: d.from, to: d.to }, was: before?.was ?? { from: d.from, to: d.to } }
  desk.editor?.view.focus()
  desk.redraw()
  desk.say(`${side === 'from' ? 'Beginning' : 'End'}: arrows move it, with Ctrl by word; Enter keeps it, Escape does not.`)
}

export function keepEdge(desk: Desk): void {
  const e = desk.edge
  desk.edge = null
  if (!e || (e.place.from === e.was.from && e.place.to === e.was.to)) return
  const place = trimmed(desk.words(e.place), e.place.from, 0, e.place.to - e.place.from)
  desk.excerpts?.resize(e.excerpt, place)
  desk.excerpts?.change(e.excerpt, (x) => ({ ...x, text: desk.words(place), was: undefined }))
  desk.add({ id: uuid7(), what: 'the new edge of an excerpt', method: 'PATCH', path: `/desk/excerpts/${e.excerpt}`, source: desk.source?.id ?? '', excerpt: e.excerpt, body: { start: 0, end: 0 } })
  desk.say('Edge moved.')
}

export function leaveEdge(desk: Desk): void {
  const e = desk.edge
  desk.edge = null
  if (!e) return
  desk.excerpts?.resize(e.excerpt, e.was)
  desk.redraw()
}

/** An arrow key while an edge is being moved; false where none is. */
export function nudge(desk: Desk, key: 'left' | 'right' | 'up' | 'down', byWord: boolean): boolean {
  const e = desk.edge
  const view = desk.editor?.view
  if (!e || !view) return false
  const at = e.place[e.side]
  const forward = key === 'right' || key === 'down'
  const line = view.state.doc.lineAt(at)
  const moved = key === 'up' || key === 'down' ? (forward ? line.to + 1 : line.from - 1) : edgeMove(line, at, forward, byWord)
  const to = Math.max(0, Math.min(view.state.doc.length, moved))
  const place = { ...e.place, [e.side]: to }
  if (place.from >= place.to) return true
  desk.edge = { ...e, place }
  desk.excerpts?.resize(e.excerpt, place)
  view.dispatch({ selection: { anchor: place.from, head: place.to }, scrollIntoView: false })
  desk.redraw()
  return true
}
