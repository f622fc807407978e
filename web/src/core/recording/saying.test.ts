import { describe, expect, it } from 'vitest'
import { sayingAt } from './saying'

const turns = [{ time: 0, until: 2000 }, {}, { time: 2000, until: 9000 }, { time: 5000, until: 6000 }, { time: 60_000, until: 61_000 }]

describe('sayingAt', () => {
  it('finds the turn from its first millisecond to before its last', () => {
    expect([0, 1999, 2000, 8999].map((p) => sayingAt(turns, p))).toEqual([0, 0, 2, 2])
  })
  it('gives the one who falls into another’s words, and then the other again', () => {
    expect([5000, 5999, 6000].map((p) => sayingAt(turns, p))).toEqual([3, 3, 2])
  })
  it('marks nobody where nothing is written down', () => {
    expect([9000, 30_000, 61_000].map((p) => sayingAt(turns, p))).toEqual([-1, -1, -1])
    expect(sayingAt([], 0)).toBe(-1)
  })
})
