// Codings of others that have just come in: lit for a moment.

import type { DeskExcerpt } from '../../core/desk-types'
import type { Scope } from '../../core/scope'

const lit = 2400 // ms

export class Fresh {
  readonly #ids = new Set<string>()
  readonly #scope: Scope
  readonly #redraw: () => void

  constructor(scope: Scope, redraw: () => void) {
    this.#scope = scope
    this.#redraw = redraw
  }

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  /** Lights the codings of others that were made after a change. */
  light(excerpts: readonly DeskExcerpt[], since: number): void {
    const ids = excerpts.flatMap((e) => e.codings).filter((c) => !c.mine && c.revision > since && !this.#ids.has(c.id)).map((c) => c.id)
    if (!ids.length) return
    for (const id of ids) this.#ids.add(id)
    this.#scope.timeout(() => {
      for (const id of ids) this.#ids.delete(id)
      this.#redraw()
    }, lit)
  }
}
