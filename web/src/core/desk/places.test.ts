import { describe, expect, it } from 'vitest'
import { Places, type Placed } from './places'
import { segments } from './segments'

function random(n: number, length: number): Placed[] {
  let seed = 3
  const next = (m: number) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % m
  return Array.from({ length: n }, (_, i) => {
    const from = next(length)
    return { id: String(i), from, to: Math.min(length, from + next(300)) }
  })
}

describe('Places', () => {
  it('finds exactly those that a look at each finds', () => {
    const places = new Places(random(700, 20_000))
    for (let at = 0; at < 20_000; at += 331) {
      const wanted = places.items.flatMap((p, i) => (p.from < at + 200 && p.to > at && p.from < p.to ? [i] : []))
      expect(places.within(at, at + 200)).toEqual(wanted)
    }
  })
  it('finds what touches a caret', () => {
    const places = new Places([{ id: 'a', from: 2, to: 5 }, { id: 'b', from: 5, to: 9 }, { id: 'lost', from: 5, to: 5 }])
    expect(places.within(5, 5, true).map((i) => places.items[i]?.id)).toEqual(['a', 'b'])
  })
  it('gives overlapping ones lanes of their own', () => {
    const places = new Places([{ id: 'b', from: 3, to: 6 }, { id: 'a', from: 0, to: 4 }, { id: 'c', from: 4, to: 8 }])
    expect(places.items.map((p) => p.id)).toEqual(['a', 'b', 'c'])
    expect(places.lanes).toEqual([0, 1, 0])
  })
})

describe('segments', () => {
  it('do not overlap, and the shortest is on top', () => {
    expect(segments([{ from: 0, to: 10 }, { from: 4, to: 6 }], 2, 20)).toEqual([
      { from: 2, to: 4, on: [0] },
      { from: 4, to: 6, on: [0, 1] },
      { from: 6, to: 10, on: [0] },
    ])
  })
  it('cover exactly what is coded', () => {
    const places = random(60, 900)
    const pieces = segments(places, 100, 700)
    for (let at = 100; at < 700; at++) {
      const wanted = places.flatMap((p, i) => (p.from <= at && at < p.to ? [i] : [])).sort()
      const got = pieces.filter((s) => s.from <= at && at < s.to)
      expect(got.length).toBe(wanted.length ? 1 : 0)
      expect((got[0]?.on ?? []).toSorted()).toEqual(wanted)
    }
  })
})
