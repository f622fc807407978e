import { describe, expect, it } from 'vitest'
import { holding, joined, missing, nextMissing, total, type Stretch } from './stretches'

describe('joined', () => {
  it('joins what overlaps or touches, in order', () => {
    expect(joined([[50, 60], [0, 10], [5, 20], [20, 25]])).toEqual([[0, 25], [50, 60]])
  })
  it('leaves out what is empty', () => expect(joined([[5, 5], [9, 3]])).toEqual([]))
  it('joins over a gap where one is allowed', () => expect(joined([[0, 10], [12, 20]], 2)).toEqual([[0, 20]]))
  it('counts each moment once, however the stretches lie', () => {
    let seed = 7
    const random = (n: number) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % n
    for (let round = 0; round < 200; round++) {
      const stretches = Array.from({ length: random(12) }, (): Stretch => {
        const start = random(90)
        return [start, start + random(15)]
      })
      const moments = new Set(stretches.flatMap(([s, e]) => Array.from({ length: e - s }, (_, i) => s + i)))
      expect(total(joined(stretches))).toBe(moments.size)
      expect(total(missing(stretches, 120))).toBe(120 - moments.size)
    }
  })
})

describe('nextMissing', () => {
  it('goes on from where the person is, and around', () => {
    const heard: Stretch[] = [[0, 10_000], [20_000, 30_000]]
    expect(nextMissing(heard, 40_000, 5_000)).toEqual([10_000, 20_000])
    expect(nextMissing(heard, 40_000, 15_000)).toEqual([30_000, 40_000])
    expect(nextMissing(heard, 40_000, 35_000)).toEqual([10_000, 20_000])
  })
  it('passes over what nobody would notice', () => expect(nextMissing([[0, 999], [1100, 5000]], 5000, 0)).toBeNull())
})

describe('holding', () => {
  it('finds the stretch a place is in', () => {
    expect(holding([[0, 10], [20, 30]], 30)).toEqual([20, 30])
    expect(holding([[0, 10], [20, 30]], 15)).toBeUndefined()
  })
})
