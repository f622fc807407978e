// What a person types in the fields of the codebook, until it stands in the study.
//
// A draft lives here and not in its field, so that it outlasts the field: a lost connection, a choice of another
// theme, and what others write meanwhile cost nothing.

import { ApiError } from '../../core/api'
import { saveField } from '../../core/codebook/saving'
import type { Noun, Row } from '../../core/codebook/types'

interface Draft {
  noun: Noun
  id: string
  field: string
  value: unknown
  /** What stood there when the person began to type. */
  began: unknown
}

export interface Conflict {
  mine: unknown
  theirs: unknown
}

export const keyOf = (id: string, field: string): string => `${id}.${field}`

export interface Standing {
  row: (noun: Noun, id: string) => object | undefined
  replace: (noun: Noun, row: Row) => Promise<Row>
  /** Reads the codebook anew after something was written. */
  reload: () => Promise<void>
}

export class FieldWriter {
  drafts = $state.raw<Readonly<Record<string, Draft>>>({})
  conflicts = $state.raw<Readonly<Record<string, Conflict>>>({})
  failures = $state.raw<Readonly<Record<string, string>>>({})
  /** The field last written, and how far that is. */
  last = $state.raw<{ key: string; as: 'saving' | 'saved' } | null>(null)
  readonly #standing: Standing
  /** Writes wait for each other: the next one needs the revision that the one before made. */
  #line: Promise<unknown> = Promise.resolve()

  constructor(standing: Standing) {
    this.#standing = standing
  }

  get unsaved(): number {
    return Object.keys(this.drafts).length
  }

  type(noun: Noun, id: string, field: string, value: unknown, began: unknown): void {
    const key = keyOf(id, field)
    this.drafts = { ...this.drafts, [key]: { noun, id, field, value, began: this.drafts[key]?.began ?? began } }
  }

  /** Saves what was typed in a field. */
  leave(id: string, field: string): Promise<void> {
    return this.queue(() => this.#save(keyOf(id, field)))
  }

  /** Writes a field at once: a choice rather than typing. */
  set(noun: Noun, id: string, field: string, value: unknown, began: unknown): Promise<void> {
    this.type(noun, id, field, value, began)
    return this.leave(id, field)
  }

  /** Tries again whatever could not be saved, and what is still being typed. */
  async flush(): Promise<void> {
    await Promise.all(Object.values(this.drafts).filter((d) => !this.conflicts[keyOf(d.id, d.field)]).map((d) => this.leave(d.id, d.field)))
  }

  /** Ends a conflict: with a value of one's own, written over theirs, or with theirs. */
  settle(id: string, field: string, mine: unknown): Promise<void> {
    const key = keyOf(id, field)
    const conflict = this.conflicts[key]
    const draft = this.drafts[key]
    this.conflicts = without(this.conflicts, key)
    if (!conflict || !draft) return Promise.resolve()
    if (mine === conflict.theirs) {
      this.drafts = without(this.drafts, key)
      return this.queue(this.#standing.reload)
    }
    this.drafts = { ...this.drafts, [key]: { ...draft, value: mine, began: conflict.theirs } }
    return this.leave(id, field)
  }

  /** Runs a write after those that wait. */
  queue<A>(write: () => Promise<A>): Promise<A> {
    const next = this.#line.then(write)
    this.#line = next.catch(() => undefined)
    return next
  }

  async #save(key: string): Promise<void> {
    const d = this.drafts[key]
    if (!d || this.conflicts[key]) return
    const standing = this.#standing.row(d.noun, d.id)
    if (!standing) {
      this.failures = { ...this.failures, [key]: 'This is not in the codebook any more: somebody deleted or merged it. Copy what you typed, or undo their change.' }
      return
    }
    this.failures = without(this.failures, key)
    const before = this.last
    this.last = { key, as: 'saving' }
    try {
      const done = await saveField((row) => this.#standing.replace(d.noun, row), d.noun, standing, d.field, d.value, d.began)
      if (done.as === 'conflict') {
        await this.#standing.reload() // the choice is made over the row as it stands
        this.conflicts = { ...this.conflicts, [key]: { mine: d.value, theirs: done.theirs } }
        this.last = null
        return
      }
      if (done.as === 'saved') await this.#standing.reload()
      // What was typed while the write was under way stays a draft, begun from what was written.
      const now = this.drafts[key]
      this.drafts = now && now.value !== d.value ? { ...this.drafts, [key]: { ...now, began: d.value } } : without(this.drafts, key)
      this.last = done.as === 'saved' ? { key, as: 'saved' } : before
    } catch (reason) {
      this.last = null
      this.failures = { ...this.failures, [key]: reason instanceof ApiError ? reason.message : String(reason) }
    }
  }
}

function without<A>(all: Readonly<Record<string, A>>, key: string): Record<string, A> {
  return Object.fromEntries(Object.entries(all).filter(([k]) => k !== key))
}
