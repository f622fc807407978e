// The text being corrected: what the server has, what is on its way there, and what is typed since.
//
//   base --sending--> left --unsaved--> shown
//
// The rules are:
//   - base is the text at `version`, as the server has it; shown is what stands on the screen;
//   - one edit is on its way at a time; it is sent again under the same id until the server has answered;
//   - other people's edits count in base; they are carried over ours, and ours over theirs;
//   - excerpts are placed in left, so that what is typed can be carried over them as one edit, as the server will.

import { ChangeSet, type Text } from '@codemirror/state'
import type { Step } from '../desk-types'
import { refine } from './refine'
import { changesOf, stepsOf, textOf } from './steps'

export interface Sending {
  id: string
  version: number
  steps: Step[]
}

export class Working {
  version: number
  #base: Text
  #sending: (Sending & { changes: ChangeSet }) | null = null
  #left: Text
  #unsaved: ChangeSet

  constructor(text: string, version: number) {
    this.version = version
    this.#base = this.#left = textOf(text)
    this.#unsaved = ChangeSet.empty(this.#left.length)
  }

  get base(): string {
    return this.#base.toString()
  }
  /** The text in which excerpts are placed. */
  get left(): string {
    return this.#left.toString()
  }
  get unsaved(): ChangeSet {
    return this.#unsaved
  }
  get sending(): Sending | null {
    return this.#sending
  }
  get clean(): boolean {
    return this.#unsaved.empty && !this.#sending
  }
  get shown(): Text {
    return this.#unsaved.apply(this.#left)
  }

  typed(changes: ChangeSet): void {
    this.#unsaved = this.#unsaved.compose(changes)
  }

  /** Takes what is typed as the next edit to send; null where it comes to nothing. What is returned is what it changed in left. */
  freeze(id: string): { edit: Sending; changes: ChangeSet } | null {
    if (this.#sending || this.#unsaved.empty) return null
    const changes = refine(this.#unsaved, this.#left)
    const before = this.#left
    this.#left = this.#unsaved.apply(before)
    this.#unsaved = ChangeSet.empty(this.#left.length)
    if (changes.empty) return null
    this.#sending = { id, version: this.version, steps: stepsOf(changes, before.toString()), changes }
    return { edit: this.#sending, changes }
  }

  /** The server has the edit that was on its way, as this version. */
  saved(version: number): void {
    this.#base = this.#left
    this.#sending = null
    this.version = version
  }

  /** Another's edit of base. Says what it does to left and to shown. */
  theirs(steps: readonly Step[], version: number): { left: ChangeSet; shown: ChangeSet } {
    const theirs = changesOf(steps, this.base)
    let left = theirs
    this.#base = theirs.apply(this.#base)
    if (this.#sending) {
      const ours = this.#sending.changes
      left = theirs.map(ours, true)
      this.#sending = { ...this.#sending, changes: ours.map(theirs) }
    }
    this.#left = left.apply(this.#left)
    const shown = left.map(this.#unsaved, true)
    this.#unsaved = this.#unsaved.map(left)
    this.version = version
    return { left, shown }
  }

  /**
   * Takes the edit on its way back after a conflict: what of it lies apart from [from, to) of base is typed again, and
   * what was typed since stays. Says what that does to left and to shown.
   */
  withdraw(from: number, to: number): { left: ChangeSet; shown: ChangeSet } | null {
    if (!this.#sending) return null
    const apart: { from: number; to: number; insert: Text }[] = []
    this.#sending.changes.iterChanges((a, b, _a, _b, insert) => {
      if (b < from || a > to) apart.push({ from: a, to: b, insert })
    })
    const again = ChangeSet.of(apart, this.#base.length)
    const back = this.#sending.changes.invert(this.#base)
    const shown = back.compose(again).map(this.#unsaved, true)
    this.#unsaved = again.compose(this.#unsaved.map(back.compose(again)))
    this.#left = this.#base
    this.#sending = null
    return { left: back, shown }
  }
}
