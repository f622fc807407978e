// What the text view needs to know to draw: given by the desk, asked for near the viewport only.

import { Annotation, StateEffect } from '@codemirror/state'
import type { Place } from '../../core/desk/carry'
import type { Drawn } from '../../core/desk/excerpts'
import type { Places } from '../../core/desk/places'

export interface ShownTurn {
  from: number
  speech: number
  to: number
  speaker: string
  participant?: string | undefined
  number: number
  /** Milliseconds into the recording; absent where there is none. */
  time?: number | undefined
  until?: number | undefined
}

export interface Drawing {
  coded(): Places<Drawn>
  colour(theme: string): string
  label(d: Drawn): string
  /** Chosen codings or excerpts. */
  chosen(d: Drawn): boolean
  fresh(d: Drawn): boolean
  dimmed(d: Drawn): boolean
  choose(d: Drawn): void
  turns(): readonly ShownTurn[]
  headings(): readonly (Place & { level: number })[]
  /** Null where there is nothing to play. */
  play(): ((ms: number) => void) | null
  /** The turn that is being said. */
  saying(): ShownTurn | undefined
  found(): { matches: readonly Place[]; at: number }
}

/** Something to draw has changed. */
export const redraw = StateEffect.define<null>()

/** Somebody else's edit, or one of the server's. */
export const remote = Annotation.define<boolean>()
