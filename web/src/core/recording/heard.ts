// What was really heard: the pass ledger is filled from the player's own clock, not from what was asked of it.
//
// The rules are:
//   - a stretch grows while the sound plays and its place moves on at no more than the speed set (with some slack, as
//     browsers report it now and then only);
//   - a jump of any kind ends it: what was jumped over was not heard;
//   - nothing is heard while the sound is muted;
//   - hearing the same again within one stretch, as a loop does, adds nothing.

import { joined, type Stretch } from './stretches'

/** Reports come at least this often while the sound plays, in milliseconds of real time; seldom in a tab in the background. */
const slack = 400

export class Heard {
  #open: { start: number; end: number; at: number } | null = null
  #done: Stretch[] = []

  /** The player is at a place (milliseconds), at a moment (milliseconds of any clock), playing at rate; 0 is silent or paused. */
  report(place: number, moment: number, rate: number): void {
    const o = this.#open
    if (rate <= 0) {
      if (o) this.#extend(o, place, moment, this.#lastRate)
      this.#close()
      return
    }
    if (!o || !this.#extend(o, place, moment, Math.max(rate, this.#lastRate))) {
      this.#close()
      this.#open = { start: place, end: place, at: moment }
    }
    this.#lastRate = rate
  }
  #lastRate = 0

  /** Somebody moved to another place. */
  jumped(): void {
    this.#close()
  }

  /** What was heard and is not taken yet. The stretch that is going on is taken as far as it is, and goes on from there. */
  take(): Stretch[] {
    const o = this.#open
    if (o && o.end > o.start) {
      this.#done.push([o.start, o.end])
      this.#open = { ...o, start: o.end }
    }
    const taken = joined(this.#done)
    this.#done = []
    return taken
  }

  /** The same without taking it, to be drawn. */
  get soFar(): Stretch[] {
    const o = this.#open
    return joined(o ? [...this.#done, [o.start, o.end]] : this.#done)
  }

  #extend(o: { start: number; end: number; at: number }, place: number, moment: number, rate: number): boolean {
    const moved = place - o.end
    if (moved < 0 || moved > (moment - o.at) * rate * 1.25 + slack) return false
    o.end = place
    o.at = moment
    return true
  }

  #close(): void {
    const o = this.#open
    if (o && o.end > o.start) this.#done.push([Math.round(o.start), Math.round(o.end)])
    this.#open = null
  }
}
