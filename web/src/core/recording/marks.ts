// Marks set by ear, and edges moved afterwards.

export interface Mark {
  start: number
  end: number
}

/** A key pressed twice by mistake makes no excerpt. */
export const shortest = 100

/** The stretch from a mark in to here; null where there is nothing in between. A mark out before the mark in turns them round. */
export function markOut(from: number, here: number): Mark | null {
  const start = Math.round(Math.min(from, here))
  const end = Math.round(Math.max(from, here))
  return end - start < shortest ? null : { start, end }
}

/** The last so many milliseconds before a place. */
export function markLast(here: number, ms: number): Mark | null {
  return markOut(Math.max(0, here - ms), here)
}

export type Edge = 'start' | 'end'

/** One edge moved; it stops at the other edge and at the ends of the recording. */
export function moveEdge(mark: Mark, edge: Edge, by: number, length: number): Mark {
  return edge === 'start'
    ? { start: Math.min(Math.max(0, Math.round(mark.start + by)), mark.end - shortest), end: mark.end }
    : { start: mark.start, end: Math.max(Math.min(length, Math.round(mark.end + by)), mark.start + shortest) }
}

/** Excerpts in the order of their places: the next one that begins after here, or the last one that began before. */
export function neighbour<T extends Mark & { id: string }>(marks: readonly T[], chosen: string, here: number, way: 1 | -1): T | undefined {
  const order = marks.toSorted((a, b) => a.start - b.start || b.end - a.end)
  const at = order.findIndex((m) => m.id === chosen)
  if (at >= 0) return order[at + way] ?? order[at]
  return way > 0 ? (order.find((m) => m.start >= here) ?? order.at(-1)) : (order.findLast((m) => m.start < here) ?? order[0])
}

/** Which seconds a length of "the last …" may have, as a person sets it. */
export const lastSeconds: readonly number[] = [5, 10, 15, 20, 30, 45, 60, 90, 120]
