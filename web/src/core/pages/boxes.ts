// Rectangles on a page, in pixels of the page as it is shown: x to the right, y down.

export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** Boxes of one line made into one: a line is drawn as many pieces. */
export function lines(boxes: readonly Box[]): Box[] {
  const out: Box[] = []
  for (const b of boxes) {
    if (b.right <= b.left || b.bottom <= b.top) continue
    const last = out.at(-1)
    const height = Math.min(b.bottom - b.top, last ? last.bottom - last.top : 0)
    const shared = last ? Math.min(b.bottom, last.bottom) - Math.max(b.top, last.top) : 0
    if (last && shared > height * 0.6 && b.left - last.right < 2 * height && last.left - b.right < 2 * height) {
      out[out.length - 1] = { left: Math.min(last.left, b.left), top: Math.min(last.top, b.top), right: Math.max(last.right, b.right), bottom: Math.max(last.bottom, b.bottom) }
    } else out.push({ ...b })
  }
  return out
}

export const overlap = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
export const contains = (b: Box, x: number, y: number): boolean => b.left <= x && x <= b.right && b.top <= y && y <= b.bottom
export const size = (b: Box): number => (b.right - b.left) * (b.bottom - b.top)

/** A box between two corners, kept on the page. */
export function between(x0: number, y0: number, x1: number, y1: number, width: number, height: number): Box {
  const cut = (v: number, most: number) => Math.min(Math.max(0, v), most)
  return { left: cut(Math.min(x0, x1), width), top: cut(Math.min(y0, y1), height), right: cut(Math.max(x0, x1), width), bottom: cut(Math.max(y0, y1), height) }
}

/** A box moved, or with grow its right and lower edge moved; it stays on the page and keeps a size. */
export function nudged(b: Box, dx: number, dy: number, grow: boolean, width: number, height: number): Box {
  const least = 4
  if (grow) return { ...b, right: Math.min(width, Math.max(b.left + least, b.right + dx)), bottom: Math.min(height, Math.max(b.top + least, b.bottom + dy)) }
  const x = Math.min(Math.max(dx, -b.left), width - b.right)
  const y = Math.min(Math.max(dy, -b.top), height - b.bottom)
  return { left: b.left + x, top: b.top + y, right: b.right + x, bottom: b.bottom + y }
}

/** Where each page begins, one below the other with a gap, and how high all are. */
export function stack(heights: readonly number[], gap: number): { tops: number[]; total: number } {
  const tops: number[] = []
  let total = gap
  for (const h of heights) {
    tops.push(total)
    total += h + gap
  }
  return { tops, total }
}

/** The first and one past the last page in sight. */
export function inSight(tops: readonly number[], heights: readonly number[], scroll: number, viewport: number, more: number): { first: number; end: number } {
  let first = tops.findIndex((t, i) => t + (heights[i] ?? 0) > scroll - more)
  if (first < 0) first = Math.max(0, tops.length - 1)
  let end = tops.findIndex((t) => t >= scroll + viewport + more)
  if (end < 0) end = tops.length
  return { first, end: Math.max(end, Math.min(first + 1, tops.length)) }
}
