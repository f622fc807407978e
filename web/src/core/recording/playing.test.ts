import { describe, expect, it } from 'vitest'
import { fastest, looped, resumeAt, slowest, stepSpeed, within } from './playing'

describe('stepSpeed', () => {
  it('goes in tenths without drifting', () => {
    let rate = 1
    for (let i = 0; i < 7; i++) rate = stepSpeed(rate, 1)
    expect(rate).toBe(1.7)
    for (let i = 0; i < 7; i++) rate = stepSpeed(rate, -1)
    expect(rate).toBe(1)
  })
  it('ends at both ends', () => {
    expect(stepSpeed(slowest, -1)).toBe(slowest)
    expect(stepSpeed(fastest, 1)).toBe(fastest)
  })
})

describe('resumeAt', () => {
  it('goes back a second and a half', () => {
    expect(resumeAt(10_000, null)).toBe(8500)
    expect(resumeAt(700, null)).toBe(0)
  })
  it('stays inside a loop', () => expect(resumeAt(10_000, { start: 9000, end: 20_000 })).toBe(9000))
  it('does not jump into a loop that lies further on', () => expect(resumeAt(5000, { start: 9000, end: 20_000 })).toBe(3500))
})

describe('looped', () => {
  it('goes back at the end', () => {
    expect(looped(19_999, { start: 9000, end: 20_000 })).toBeNull()
    expect(looped(20_000, { start: 9000, end: 20_000 })).toBe(9000)
    expect(looped(20_000, null)).toBeNull()
  })
})

it('within keeps a place inside', () => {
  expect(within(-5, 100)).toBe(0)
  expect(within(500, 100)).toBe(100)
})
