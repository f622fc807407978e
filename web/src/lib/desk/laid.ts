// What a text has of turns, headings and pages, placed in the text on the screen; it moves as the text is corrected.

import type { ChangeSet } from '@codemirror/state'
import type { DeskSource, Turn } from '../../core/desk-types'
import type { Place } from '../../core/desk/carry'
import { Offsets } from '../../core/offsets'
import type { ShownTurn } from './drawing'

export class Laid {
  turns: readonly ShownTurn[] = []
  headings: readonly (Place & { level: number })[] = []
  /** Of a PDF: where each page begins. */
  pages: readonly number[] = []

  /** at gives where a code point of the server's text is on the screen. */
  takeTurns(turns: readonly Turn[], at: (point: number, side: -1 | 1) => number): void {
    this.turns = turns.map((t, i) => ({
      from: at(t.start, -1), speech: at(t.speech, -1), to: at(t.end, 1), speaker: t.speaker, number: i + 1,
      time: t.to ? (t.from ?? 0) : undefined, until: t.to, participant: t.participant_id,
    }))
  }

  takeHeadings(source: DeskSource): void {
    const o = new Offsets(source.headings.length ? source.text : '')
    this.headings = source.headings.map((h) => ({ from: o.toUtf16(h.start), to: o.toUtf16(h.end), level: h.level }))
  }

  takePages(source: DeskSource): void {
    const o = new Offsets(source.pages?.length ? source.text : '')
    this.pages = (source.pages ?? []).map((p) => o.toUtf16(p))
  }

  moved(changes: ChangeSet): void {
    const map = (at: number, side: -1 | 1) => changes.mapPos(at, side)
    this.turns = this.turns.map((t) => ({ ...t, from: map(t.from, -1), speech: map(t.speech, -1), to: map(t.to, 1) }))
    if (this.pages.length) this.pages = this.pages.map((p) => map(p, -1))
    if (this.headings.length) this.headings = this.headings.map((h) => ({ ...h, from: map(h.from, -1), to: map(h.to, 1) }))
  }

  turnAt(at: number): ShownTurn | undefined {
    return this.turns.findLast((t) => t.from <= at && at <= t.to)
  }
}
