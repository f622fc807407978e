// The pass ledger: what is heard goes to the server every so often, when the sound stops and when the page goes.
// Until the server has it, it is kept in the browser.

import { ApiError, ask } from '../../core/api'
import * as api from '../../core/recording-api'
import type { Passes } from '../../core/recording-types'
import type { Heard } from '../../core/recording/heard'
import type { Memory } from '../../core/recording/memory'
import { joined, missing, nextMissing, total, type Stretch } from '../../core/recording/stretches'
import type { Scope } from '../../core/scope'

const every = 15_000

interface Waiting {
  number: number
  themes: string[]
  stretches: Stretch[]
}

export class Ledger {
  passes = $state.raw<Passes | null>(null)
  number = $state(1)
  /** What is listened for in this pass; none is everything. */
  themes = $state.raw<readonly string[]>([])
  failed = $state(false)
  /** Heard by anybody, with what is heard right now. */
  heard = $state.raw<Stretch[]>([])
  heardMine = $state.raw<Stretch[]>([])
  #waiting: Waiting[]
  #sending = false
  readonly #slug: string
  readonly #source: string
  readonly #memory: Memory
  readonly #player: { heard: Heard; length: number }
  readonly #mayListen: boolean

  constructor(slug: string, source: string, memory: Memory, player: { heard: Heard; length: number }, mayListen: boolean) {
    this.#slug = slug
    this.#source = source
    this.#memory = memory
    this.#player = player
    this.#mayListen = mayListen
    const { pass, heard } = memory.at
    this.#waiting = heard ?? []
    if (pass) {
      this.number = pass.number
      this.themes = pass.themes
    }
  }

  start(scope: Scope): void {
    void ask(api.passes(this.#slug, this.#source)).then((p) => this.#take(p, true)).catch(() => (this.failed = true))
    const clock = setInterval(() => void this.flush(), every)
    scope.own(() => clearInterval(clock))
    scope.listen(window, 'pagehide', () => this.leave())
    scope.listen(window, 'online', () => void this.flush())
    scope.own(() => void this.flush())
  }

  get length(): number {
    return this.#player.length
  }
  get heardTotal(): number {
    return total(this.heard)
  }
  get unheard(): number {
    return total(missing(this.heard, this.length))
  }

  /** What nobody has heard yet, from here on; where all is heard, what I have not. */
  next(place: number): Stretch | null {
    return nextMissing(this.heard, this.length, place) ?? nextMissing(this.heardMine, this.length, place)
  }

  /** The stretch heard in this pass up to here, without a break. */
  sinceBreak(place: number): Stretch {
    const now = [...this.#own(), ...this.#player.heard.soFar]
    const mine = (this.passes?.items ?? []).filter((p) => p.mine && p.number === this.number).map((p): Stretch => [p.start, p.end])
    const run = joined([...mine, ...now], 1000).find(([s, e]) => s <= place && place <= e + 1000)
    return run ? [run[0], place] : [place, place]
  }

  listenFor(themes: readonly string[]): void {
    void this.flush()
    this.themes = themes
    this.#remember()
  }

  /** Begins the next pass. */
  begin(themes: readonly string[]): void {
    void this.flush()
    const mine = (this.passes?.items ?? []).filter((p) => p.mine).map((p) => p.number)
    this.number = Math.max(this.number, 0, ...mine) + 1
    this.themes = themes
    this.#remember()
  }

  /** Draws what is being heard as heard. */
  show(): void {
    const now = [...this.#own(), ...this.#player.heard.soFar]
    this.heard = joined([...(this.passes?.heard ?? []), ...now], 250)
    this.heardMine = joined([...(this.passes?.heard_mine ?? []), ...now], 250)
  }

  async flush(): Promise<void> {
    this.#gather()
    this.show()
    if (this.#sending || !this.#mayListen) return
    this.#sending = true
    try {
      for (let one = this.#first(); one; one = this.#first()) {
        const passes = await ask<Passes>({ url: api.passesPath(this.#slug, this.#source) }, this.#request(one))
        this.#sent(one)
        this.failed = false
        this.#take(passes, false)
      }
    } catch (reason) {
      const refused = reason instanceof ApiError && reason.status >= 400 && reason.status < 500 && reason.status !== 429
      const one = this.#first()
      if (refused && one) this.#sent(one) // it would be refused again
      else this.failed = true
    } finally {
      this.#sending = false
    }
  }

  /** The page is going: what was heard is sent without waiting for an answer, and kept in case that fails. */
  leave(): void {
    this.#gather()
    if (!this.#mayListen) return
    for (const w of this.#waiting) for (const stretch of w.stretches) void fetch(api.passesPath(this.#slug, this.#source), { ...this.#request({ ...w, stretch }), keepalive: true }).catch(() => {})
  }

  #request(one: { number: number; themes: readonly string[]; stretch: Stretch }): RequestInit {
    return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ number: one.number, start: one.stretch[0], end: one.stretch[1], themes: one.themes }) }
  }

  #own(): Stretch[] {
    return this.#waiting.flatMap((w) => w.stretches)
  }

  #gather(): void {
    const taken = this.#player.heard.take().map(([s, e]): Stretch => [Math.round(s), Math.round(e)]).filter(([s, e]) => e - s >= 100)
    if (!taken.length) return
    const themes = [...this.themes]
    const same = this.#waiting.find((w) => w.number === this.number && w.themes.join() === themes.join())
    if (same) same.stretches = joined([...same.stretches, ...taken], 250)
    else this.#waiting.push({ number: this.number, themes, stretches: taken })
    this.#remember()
  }

  #first(): { number: number; themes: string[]; stretch: Stretch } | null {
    const w = this.#waiting[0]
    const stretch = w?.stretches[0]
    return w && stretch ? { number: w.number, themes: w.themes, stretch } : null
  }

  #sent(one: { stretch: Stretch }): void {
    for (const w of this.#waiting) w.stretches = w.stretches.filter((s) => s !== one.stretch)
    this.#waiting = this.#waiting.filter((w) => w.stretches.length)
    this.#remember()
  }

  #remember(): void {
    this.#memory.remember({ heard: this.#waiting, pass: { number: this.number, themes: [...this.themes] } })
  }

  #take(passes: Passes, first: boolean): void {
    this.passes = passes
    if (first) this.number = Math.max(1, this.number, passes.mine)
    this.show()
    if (first) void this.flush()
  }
}
