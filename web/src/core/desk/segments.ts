// Overlapping excerpts cut into pieces that do not overlap: one element a piece, never one inside another.

import type { Place } from './carry'

export interface Segment extends Place {
  /** Indexes into what was given, the shortest last: it lies on top. */
  on: number[]
}

/** The pieces of [from, to) that lie in at least one place. */
export function segments(places: readonly Place[], from: number, to: number): Segment[] {
  const cuts: { at: number; index: number; open: boolean }[] = []
  for (const [index, p] of places.entries()) {
    const a = Math.max(from, p.from)
    const b = Math.min(to, p.to)
    if (a < b) cuts.push({ at: a, index, open: true }, { at: b, index, open: false })
  }
  cuts.sort((x, y) => x.at - y.at)
  const open = new Set<number>()
  const result: Segment[] = []
  for (const [i, c] of cuts.entries()) {
    if (c.open) open.add(c.index)
    else open.delete(c.index)
    const end = cuts[i + 1]?.at ?? c.at
    if (end > c.at && open.size) result.push({ from: c.at, to: end, on: [...open].sort((a, b) => length(places, b) - length(places, a) || a - b) })
  }
  return result
}

function length(places: readonly Place[], i: number): number {
  const p = places[i]
  return p ? p.to - p.from : 0
}
