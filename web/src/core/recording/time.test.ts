import { describe, expect, it } from 'vitest'
import { readTime, showLength, showTime } from './time'

describe('showTime', () => {
  it('shows tenths and hours where there are some', () => {
    expect(showTime(0)).toBe('0:00.0')
    expect(showTime(7249)).toBe('0:07.2')
    expect(showTime(3_723_400)).toBe('1:02:03.4')
    expect(showTime(3_723_900, false)).toBe('1:02:03')
  })
  it('never shows a tenth that is not over yet', () => expect(showTime(59_999)).toBe('0:59.9'))
})

describe('showLength', () => {
  it('uses the unit that fits', () => {
    expect(showLength(45_000)).toBe('45 s')
    expect(showLength(59_900)).toBe('59 s')
    expect(showLength(3_599_000)).toBe('59 min')
    expect(showLength(3_900_000)).toBe('1 h 05 min')
  })
})

describe('readTime', () => {
  it('reads what people write', () => {
    expect(readTime('83')).toBe(83_000)
    expect(readTime('1:23')).toBe(83_000)
    expect(readTime(' 1:23,4 ')).toBe(83_400)
    expect(readTime('1:02:03.25')).toBe(3_723_250)
    expect(readTime('90:00')).toBe(5_400_000)
  })
  it('refuses what is none', () => {
    for (const text of ['', 'x', '1:60', '1:75:00', '-3', '1:2:3:4']) expect(readTime(text), text).toBeNull()
  })
  it('reads back what is shown', () => {
    for (const ms of [0, 100, 59_900, 60_000, 3_599_900, 7_261_300]) expect(readTime(showTime(ms))).toBe(ms)
  })
})
