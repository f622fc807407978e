import { describe, expect, it } from 'vitest'
import { clamp, follow, reveal, ticks, toPlace, toX, whole, zoom } from './view'

const hour = 3_600_000

describe('zoom', () => {
  it('keeps the place under the pointer where it is', () => {
    const view = { from: 100_000, to: 200_000 }
    const near = zoom(view, 0.5, 125_000, hour)
    expect(near).toEqual({ from: 112_500, to: 162_500 })
    expect(toX(near, 125_000, 800)).toBeCloseTo(toX(view, 125_000, 800))
  })
  it('shows all of it at most, and two seconds at least', () => {
    expect(zoom(whole(hour), 4, 5, hour)).toEqual(whole(hour))
    const near = zoom({ from: 0, to: 3000 }, 0.01, 1500, hour)
    expect(near.to - near.from).toBe(2000)
  })
  it('centres a place that is not seen', () => expect(zoom({ from: 0, to: 10_000 }, 0.5, 50_000, hour)).toEqual({ from: 47_500, to: 52_500 }))
})

it('clamp stays inside, also of something shorter than two seconds', () => {
  expect(clamp({ from: -500, to: 9500 }, hour)).toEqual({ from: 0, to: 10_000 })
  expect(clamp({ from: hour - 1000, to: hour + 9000 }, hour)).toEqual({ from: hour - 10_000, to: hour })
  expect(clamp({ from: 0, to: 9000 }, 800)).toEqual({ from: 0, to: 800 })
})

describe('follow', () => {
  const view = { from: 10_000, to: 20_000 }
  it('stands still while the place is seen', () => expect(follow(view, 15_000, hour)).toBe(view))
  it('turns the page before the edge, and back', () => {
    expect(follow(view, 19_500, hour)).toEqual({ from: 18_900, to: 28_900 })
    expect(follow(view, 5000, hour).from).toBe(4400)
  })
  it('stands still at the end of the recording', () => {
    const last = { from: hour - 10_000, to: hour }
    expect(follow(last, hour - 100, hour)).toBe(last)
  })
})

describe('reveal', () => {
  it('moves only where it must', () => {
    const view = { from: 0, to: 10_000 }
    expect(reveal(view, 1000, 2000, hour)).toBe(view)
    expect(reveal(view, 50_000, 52_000, hour)).toEqual({ from: 49_000, to: 59_000 })
  })
  it('widens for what does not fit', () => {
    const view = reveal({ from: 0, to: 10_000 }, 50_000, 80_000, hour)
    expect(view).toEqual({ from: 47_000, to: 83_000 })
  })
})

it('places and pixels go back and forth', () => {
  const view = { from: 5000, to: 65_000 }
  for (const x of [0, 17, 600]) expect(toX(view, toPlace(view, x, 600), 600)).toBeCloseTo(x)
})

describe('ticks', () => {
  it('are round and far enough apart', () => {
    const { places, step } = ticks({ from: 3_000, to: 123_000 }, 1000)
    expect(step).toBe(15_000)
    expect(places[0]).toBe(15_000)
  })
  it('end with the hour on a whole day', () => expect(ticks(whole(24 * hour), 100).step).toBe(hour))
})
