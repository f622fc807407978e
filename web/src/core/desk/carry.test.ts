import { describe, expect, it } from 'vitest'
import { carry, type Replaced } from './carry'

// Text: "aa [bbbb] cc", the excerpt is [3, 7).
const one = (from: number, to: number, length: number) => carry({ from: 3, to: 7 }, [{ from, to, length }])

describe('carry', () => {
  it('leaves outside what is put in right before or behind', () => {
    expect(one(3, 3, 2)).toEqual({ from: 5, to: 9 })
    expect(one(7, 7, 2)).toEqual({ from: 3, to: 7 })
  })
  it('takes in what is put in inside', () => expect(one(4, 4, 3)).toEqual({ from: 3, to: 10 }))
  it('takes in a replacement at an edge that is inside', () => {
    expect(one(3, 5, 5)).toEqual({ from: 3, to: 10 })
    expect(one(5, 7, 5)).toEqual({ from: 3, to: 10 })
  })
  it('keeps its own words where a replacement crosses an edge', () => {
    expect(one(1, 5, 3)).toEqual({ from: 4, to: 6 })
    expect(one(5, 9, 3)).toEqual({ from: 3, to: 5 })
  })
  it('stays on a replacement of exactly all its words', () => expect(one(3, 7, 2)).toEqual({ from: 3, to: 5 }))
  it('is lost where all its words are deleted, or more is replaced', () => {
    expect(one(3, 7, 0)).toEqual({ from: 3, to: 3 })
    expect(one(2, 7, 4)).toEqual({ from: 2, to: 2 })
  })
  it('shortens with a deletion at an edge', () => {
    expect(one(1, 5, 0)).toEqual({ from: 1, to: 3 })
    expect(one(5, 9, 0)).toEqual({ from: 3, to: 5 })
  })
  it('does several changes, each counting in the old text', () => {
    const changes: Replaced[] = [{ from: 0, to: 1, length: 4 }, { from: 4, to: 5, length: 0 }, { from: 7, to: 7, length: 9 }]
    expect(carry({ from: 3, to: 7 }, changes)).toEqual({ from: 6, to: 9 })
  })
  it('keeps a lost place where it was', () => {
    expect(carry({ from: 3, to: 3 }, [{ from: 0, to: 0, length: 2 }])).toEqual({ from: 5, to: 5 })
    expect(carry({ from: 3, to: 3 }, [{ from: 1, to: 5, length: 1 }])).toEqual({ from: 1, to: 1 })
  })
})
