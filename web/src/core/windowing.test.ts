import { describe, expect, it } from 'vitest'
import { scrollTo, windowOf } from './windowing'

describe('windowOf', () => {
  it('shows what is in sight and a little more', () => {
    expect(windowOf(1000, 300, 30, 1000, 2)).toEqual({ first: 31, end: 46, before: 930, after: 28620 })
  })
  it('fills before + shown + after to the whole at every scroll', () => {
    for (let scroll = 0; scroll < 4000; scroll += 37) {
      const w = windowOf(scroll, 320, 28, 100)
      expect(w.before + (w.end - w.first) * 28 + w.after).toBe(2800)
      expect(w.end).toBeGreaterThan(w.first)
    }
  })
  it('has nothing of nothing', () => expect(windowOf(10, 100, 20, 0)).toEqual({ first: 0, end: 0, before: 0, after: 0 }))
})

describe('scrollTo', () => {
  it('stays where the item is in sight', () => expect(scrollTo(5, 100, 300, 30)).toBe(100))
  it('moves down just enough', () => expect(scrollTo(20, 0, 300, 30)).toBe(330))
  it('moves up just enough', () => expect(scrollTo(2, 200, 300, 30)).toBe(60))
})
