// Which rows (or columns) of a long list of equal size are in sight.

export interface Window {
  first: number
  /** One past the last. */
  end: number
  /** Pixels before the first. */
  before: number
  /** Pixels after the last. */
  after: number
}

export function windowOf(scroll: number, viewport: number, size: number, count: number, overscan = 4): Window {
  if (count <= 0 || size <= 0) return { first: 0, end: 0, before: 0, after: 0 }
  const first = Math.max(0, Math.min(count - 1, Math.floor(scroll / size)) - overscan)
  const end = Math.min(count, Math.ceil((scroll + viewport) / size) + overscan)
  return { first, end: Math.max(end, first), before: first * size, after: (count - Math.max(end, first)) * size }
}

/** The scroll offset that brings an item into sight, moving as little as possible. */
export function scrollTo(index: number, scroll: number, viewport: number, size: number, margin = 0): number {
  const start = index * size
  if (start < scroll + margin) return Math.max(0, start - margin)
  if (start + size > scroll + viewport) return start + size - viewport
  return scroll
}
