import { describe, expect, it } from 'vitest'
import { columns, loudest, readPeaks } from './peaks'

const peaks = { pairs: new Int8Array([-10, 20, -40, 30, 0, 5, -100, 100]), rate: 2 }

describe('columns', () => {
  it('takes the furthest of each part', () => {
    expect([...columns(peaks, 0, 2000, 2, 100)].map((x) => Math.round(x * 100))).toEqual([-40, 30, -100, 100])
  })
  it('shows each slice where there are fewer than columns', () => {
    expect([...columns(peaks, 0, 1000, 4, 100)].map((x) => Math.round(x * 100))).toEqual([-10, 20, -10, 20, -40, 30, -40, 30])
  })
  it('is silent behind the end', () => expect([...columns(peaks, 4000, 6000, 2, 100)]).toEqual([0, 0, 0, 0]))
})

it('loudest does not blow silence up', () => {
  expect(loudest(peaks)).toBe(100)
  expect(loudest({ pairs: new Int8Array([-1, 1]), rate: 50 })).toBe(12)
})

it('readPeaks takes the rate from the header, and 50 where it is none', () => {
  expect(readPeaks(new ArrayBuffer(4), '25').rate).toBe(25)
  expect(readPeaks(new ArrayBuffer(4), null).rate).toBe(50)
})
