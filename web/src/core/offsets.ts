// Code points <-> UTF-16. Domain, wire and database count Unicode code points; JavaScript
// strings and DOM ranges count UTF-16 units. This file is the only place that converts;
// internal/text does the same for bytes in Go, and both are fed the same fixtures.

/** An index over one text. Building it is one pass; each conversion is a binary search. */
export class Offsets {
  /** Code-point index of each character outside the basic plane, ascending. */
  readonly #astral: number[] = []
  readonly #units: number

  constructor(text: string) {
    this.#units = text.length
    let point = 0
    for (let unit = 0; unit < text.length; unit++, point++) {
      const code = text.codePointAt(unit)
      if (code !== undefined && code > 0xffff) {
        this.#astral.push(point)
        unit++
      }
    }
  }

  /** Length of the text in code points. */
  get length(): number {
    return this.#units - this.#astral.length
  }

  /** UTF-16 offset of a code-point offset; offsets outside the text are clamped to it. */
  toUtf16(point: number): number {
    const p = Math.min(Math.max(0, point), this.length)
    return p + countBelow(this.#astral, p)
  }

  /** Code-point offset of a UTF-16 offset; one inside a surrogate pair rounds down. */
  toCodePoint(unit: number): number {
    const u = Math.min(Math.max(0, unit), this.#units)
    let low = 0
    let high = this.#astral.length
    while (low < high) {
      const mid = (low + high) >> 1
      const end = (this.#astral[mid] ?? 0) + mid + 2 // UTF-16 offset just after that character
      if (end <= u) low = mid + 1
      else high = mid
    }
    const at = this.#astral[low]
    const inside = at !== undefined && at + low + 1 === u
    return u - low - (inside ? 1 : 0)
  }
}

/** The words of the span [start, end) counted in code points. */
export function slice(text: string, start: number, end: number): string {
  const o = new Offsets(text)
  return text.slice(o.toUtf16(start), o.toUtf16(end))
}

function countBelow(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const mid = (low + high) >> 1
    if ((sorted[mid] ?? 0) < value) low = mid + 1
    else high = mid
  }
  return low
}
