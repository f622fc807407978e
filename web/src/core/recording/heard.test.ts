import { describe, expect, it } from 'vitest'
import { Heard } from './heard'

/** Plays from a place for some time, reporting four times a second as browsers do. */
function play(h: Heard, from: number, ms: number, rate: number, clock: { now: number }) {
  for (let t = 0; t <= ms; t += 250) h.report(from + t * rate, (clock.now += 250), rate)
}

describe('Heard', () => {
  it('keeps what was played, at any speed', () => {
    for (const rate of [0.5, 1, 2]) {
      const h = new Heard()
      play(h, 1000, 4000, rate, { now: 0 })
      expect(h.take()).toEqual([[1000, 1000 + 4000 * rate]])
    }
  })
  it('does not count what was jumped over, forwards or back', () => {
    const h = new Heard()
    const clock = { now: 0 }
    play(h, 0, 1000, 1, clock)
    play(h, 60_000, 1000, 1, clock)
    play(h, 30_000, 1000, 1, clock)
    expect(h.take()).toEqual([[0, 1000], [30_000, 31_000], [60_000, 61_000]])
  })
  it('does not count a small jump that was asked for', () => {
    const h = new Heard()
    h.report(0, 0, 1)
    h.report(100, 100, 1)
    h.jumped()
    h.report(300, 120, 1)
    h.report(400, 220, 1)
    expect(h.take()).toEqual([[0, 100], [300, 400]])
  })
  it('hears nothing while paused or muted', () => {
    const h = new Heard()
    h.report(0, 0, 1)
    h.report(250, 250, 0)
    h.report(250, 9000, 0)
    h.report(250, 9250, 1)
    h.report(500, 9500, 1)
    expect(h.take()).toEqual([[0, 500]])
  })
  it('counts once what a loop plays twice', () => {
    const h = new Heard()
    const clock = { now: 0 }
    play(h, 5000, 2000, 1, clock)
    h.jumped()
    play(h, 5000, 2000, 1, clock)
    expect(h.take()).toEqual([[5000, 7000]])
  })
  it('goes on after it was taken', () => {
    const h = new Heard()
    h.report(0, 0, 1)
    h.report(250, 250, 1)
    expect(h.take()).toEqual([[0, 250]])
    h.report(500, 500, 1)
    expect(h.soFar).toEqual([[250, 500]])
    expect(h.take()).toEqual([[250, 500]])
    expect(h.take()).toEqual([])
  })
  it('believes a tab in the background that reports once a second', () => {
    const h = new Heard()
    for (let t = 0; t <= 5000; t += 1000) h.report(t * 1.5, t, 1.5)
    expect(h.take()).toEqual([[0, 7500]])
  })
})
