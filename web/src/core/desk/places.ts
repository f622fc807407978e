// Which excerpts lie in a stretch of the text: sorted by where they begin, with the furthest end of each block, so
// that a question near the viewport looks at few of them however many there are.

import type { Place } from './carry'

export interface Placed extends Place {
  id: string
}

const block = 64

export class Places<T extends Placed = Placed> {
  readonly items: readonly T[]
  readonly #furthest: Int32Array
  #lanes: number[] | null = null

  constructor(items: readonly T[]) {
    let sorted = true
    for (let i = 1; i < items.length && sorted; i++) sorted = order(items[i - 1] as Placed, items[i] as Placed) <= 0
    this.items = sorted ? items : items.toSorted(order)
    this.#furthest = new Int32Array(Math.ceil(items.length / block))
    for (const [i, p] of this.items.entries()) {
      const b = Math.floor(i / block)
      this.#furthest[b] = Math.max(this.#furthest[b] ?? 0, p.to)
    }
  }

  /** Indexes of those that share a character with [from, to), or touch it where touching is true. */
  within(from: number, to: number, touching = false): number[] {
    const found: number[] = []
    const slack = touching ? 1 : 0
    for (let b = 0; b < this.#furthest.length; b++) {
      const first = b * block
      if ((this.items[first]?.from ?? Infinity) >= to + slack) break
      if ((this.#furthest[b] ?? 0) + slack <= from) continue
      for (let i = first; i < Math.min(first + block, this.items.length); i++) {
        const p = this.items[i] as T
        if (p.from >= to + slack) break
        if (p.to + slack > from && p.from < p.to) found.push(i)
      }
    }
    return found
  }

  /** The margin lane of each: the leftmost that is free where it begins. */
  get lanes(): readonly number[] {
    if (this.#lanes) return this.#lanes
    const free: number[] = [] // where each lane ends
    this.#lanes = this.items.map((p) => {
      if (p.from === p.to) return 0
      let lane = 0
      while (lane < free.length && (free[lane] ?? 0) > p.from) lane++
      free[lane] = p.to
      return lane
    })
    return this.#lanes
  }
}

function order(a: Placed, b: Placed): number {
  return a.from - b.from || b.to - a.to || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
