import { describe, expect, it } from 'vitest'
import { lanes } from './lanes'

describe('lanes', () => {
  it('keeps spans that do not touch in one lane', () => {
    expect(lanes([{ start: 0, end: 5 }, { start: 5, end: 9 }])).toEqual([0, 0])
  })
  it('puts overlapping spans side by side and reuses a lane once free', () => {
    expect(lanes([{ start: 0, end: 10 }, { start: 2, end: 4 }, { start: 3, end: 6 }, { start: 4, end: 5 }])).toEqual([0, 1, 2, 1])
  })
  it('gives the longer of two that begin together the outer lane', () => {
    expect(lanes([{ start: 0, end: 3 }, { start: 0, end: 9 }])).toEqual([1, 0])
  })
  it('draws an empty span too', () => {
    expect(lanes([{ start: 3, end: 3 }, { start: 3, end: 3 }])).toEqual([0, 1])
  })
})
