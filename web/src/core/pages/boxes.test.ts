import { expect, it } from 'vitest'
import { between, inSight, lines, nudged, stack } from './boxes'

it('makes one box of each line', () => {
  expect(lines([{ left: 0, top: 0, right: 20, bottom: 10 }, { left: 24, top: 1, right: 60, bottom: 10 }, { left: 0, top: 14, right: 30, bottom: 24 }])).toEqual([
    { left: 0, top: 0, right: 60, bottom: 10 }, { left: 0, top: 14, right: 30, bottom: 24 },
  ])
  expect(lines([{ left: 0, top: 0, right: 20, bottom: 10 }, { left: 200, top: 0, right: 260, bottom: 10 }])).toHaveLength(2) // two columns
})

it('keeps boxes on the page', () => {
  expect(between(50, 60, -10, 900, 100, 200)).toEqual({ left: 0, top: 60, right: 50, bottom: 200 })
  const b = { left: 10, top: 10, right: 30, bottom: 40 }
  expect(nudged(b, -50, 5, false, 100, 200)).toEqual({ left: 0, top: 15, right: 20, bottom: 45 })
  expect(nudged(b, 500, -100, true, 100, 200)).toEqual({ left: 10, top: 10, right: 100, bottom: 14 })
})

it('finds the pages in sight', () => {
  const { tops, total } = stack([100, 200, 100], 10)
  expect([tops, total]).toEqual([[10, 120, 330], 440])
  expect(inSight(tops, [100, 200, 100], 0, 100, 0)).toEqual({ first: 0, end: 1 })
  expect(inSight(tops, [100, 200, 100], 250, 100, 0)).toEqual({ first: 1, end: 3 })
  expect(inSight([], [], 0, 100, 0)).toEqual({ first: 0, end: 0 })
})
