// What this browser remembers of a person's work at a recording: where they were, how fast, their pass, what is typed
// or heard and not yet known to the server. Nothing of it is lost by a reload or a lost connection.

import type { Stretch } from './stretches'

export interface Shelf {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

export interface AtRecording {
  place?: number
  rate?: number
  pass?: { number: number; themes: string[] }
  /** Heard and not sent yet. */
  heard?: { number: number; themes: string[]; stretches: Stretch[] }[]
}

/** Something that waits to be sent, in whatever shape the queue has. */
export interface Waiting {
  id: string
}

/** Choices that are the same at every recording. */
export interface Choices {
  last?: number
  volume?: number
}

export class Memory {
  readonly #shelf: Shelf
  readonly #key: string
  readonly #mine = new Set<string>()

  /** For one person at one recording. */
  constructor(shelf: Shelf, person: string, study: string, source: string) {
    this.#shelf = shelf
    this.#key = `crosscase.recording.${[person, study, source].map(encodeURIComponent).join('.')}`
  }

  get at(): AtRecording {
    return this.#read<AtRecording>(this.#key)
  }
  remember(what: Partial<AtRecording>): void {
    this.#write(this.#key, { ...this.at, ...what })
  }

  get choices(): Choices {
    return this.#read<Choices>('crosscase.recording')
  }
  choose(what: Partial<Choices>): void {
    this.#write('crosscase.recording', { ...this.choices, ...what })
  }

  /** Words typed for excerpts that the server has not confirmed. */
  get typed(): Record<string, string> {
    return this.#read<Record<string, string>>(`${this.#key}.typed`)
  }
  type(excerpt: string, text: string): void {
    this.#write(`${this.#key}.typed`, { ...this.typed, [excerpt]: text })
  }
  /** The server has these words of it; what was typed since stays. */
  saved(excerpt: string, text: string): void {
    const typed = this.typed
    if (typed[excerpt] !== text) return
    delete typed[excerpt]
    this.#write(`${this.#key}.typed`, typed)
  }
  forget(excerpt: string): void {
    const typed = this.typed
    delete typed[excerpt]
    this.#write(`${this.#key}.typed`, typed)
  }

  /** What waits to be sent, by this tab or by one that is gone. */
  get waiting(): Waiting[] {
    const kept: unknown = this.#read(`${this.#key}.queue`)
    return Array.isArray(kept) ? (kept as Waiting[]).filter((w) => typeof w.id === 'string') : []
  }
  /** All that this tab has waiting now. What another tab of the same recording waits for stays beside it. */
  wait(jobs: readonly Waiting[]): void {
    for (const { id } of jobs) this.#mine.add(id)
    const all = [...this.waiting.filter((w) => !this.#mine.has(w.id)), ...jobs]
    if (all.length) this.#write(`${this.#key}.queue`, all)
    else this.#shelf.removeItem(`${this.#key}.queue`)
  }

  #read<T extends object>(key: string): T {
    try {
      const value: unknown = JSON.parse(this.#shelf.getItem(key) ?? 'null')
      if (typeof value === 'object' && value !== null) return value as T
    } catch {
      // storage is off, or holds something else: nothing is remembered
    }
    return {} as T
  }
  #write(key: string, value: object): void {
    try {
      this.#shelf.setItem(key, JSON.stringify(value))
    } catch {
      // storage is off or full: it lasts as long as the page
    }
  }
}
