// What was done here and the server has not answered yet.
//
// The rules are:
//   - one at a time, in the order in which it was done;
//   - where the server does not answer, the same request is sent again, later and later, until it does; ids are made
//     on this side, so that sending twice is doing once;
//   - where it refuses, that one is given up and said; the others go on;
//   - what waits is kept in the browser, so that a reload or a crash loses nothing.

import { ApiError } from '../api'

export interface Job {
  id: string
  /** What it is, for a person: "the coding of “we never met”". */
  what: string
  method: 'POST' | 'PATCH' | 'DELETE'
  path: string
  body: Record<string, unknown>
  source: string
  /** The excerpt it is about, whose state on the server is older than here until it is answered. */
  excerpt?: string | undefined
  /** A second time would do more than the first: given up where nobody knows whether it was done. */
  once?: boolean | undefined
}

export interface QueuePorts {
  send(job: Job): Promise<unknown>
  /** Last touches right before sending, such as where an excerpt is by now; null where there is nothing left to do. */
  prepare(job: Job): Job | null
  /** Something that must be sent before the next job, such as the correction of the text. */
  first(): Job | null
  answered(job: Job, answer: unknown): void | Promise<void>
  refused(job: Job, reason: ApiError): void | Promise<void>
  keep(jobs: readonly Job[]): void
  changed(): void
  later(run: () => void, ms: number): () => void
}

const waits = [1000, 2000, 4000, 8000, 15_000]

export class Queue {
  readonly #ports: QueuePorts
  #jobs: Job[] = []
  #running = false
  #tries = 0
  #cancel: (() => void) | null = null
  #idle: (() => void)[] = []

  constructor(ports: QueuePorts) {
    this.#ports = ports
  }

  get jobs(): readonly Job[] {
    return this.#jobs
  }
  get busy(): boolean {
    return this.#running
  }
  /** The server did not answer the last time. */
  get waiting(): boolean {
    return this.#tries > 0
  }

  touches(excerpt: string): boolean {
    return this.#jobs.some((j) => j.excerpt === excerpt)
  }

  add(job: Job): void {
    this.#jobs.push(job)
    this.#ports.keep(this.#jobs)
    this.#ports.changed()
    void this.run()
  }

  /** Sends what there is, unless it is being sent or the server is being waited for. */
  async run(): Promise<void> {
    if (this.#running || this.#cancel) return
    this.#running = true
    this.#ports.changed()
    try {
      // What is added while the last look finds nothing is not left lying.
      do while (await this.#next());
      while (this.#jobs.length && !this.#cancel)
    } finally {
      this.#running = false
      this.#ports.changed()
      if (!this.#cancel) for (const done of this.#idle.splice(0)) done()
    }
  }

  /** Tries again now: the connection is back. */
  retry(): void {
    this.#cancel?.()
    this.#cancel = null
    void this.run()
  }

  /** When everything is answered; at once where nothing waits. */
  settled(): Promise<void> {
    if (!this.#running && !this.#cancel && !this.#jobs.length) return Promise.resolve()
    return new Promise((done) => this.#idle.push(done))
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = () => {}
  }

  async #next(): Promise<boolean> {
    const first = this.#ports.first()
    const job = first ?? this.#jobs[0]
    if (!job) return false
    const ready = first ?? this.#ports.prepare(job)
    if (!ready) {
      this.#drop(job)
      return true
    }
    try {
      const answer = await this.#ports.send(ready)
      this.#tries = 0
      if (!first) this.#drop(job)
      await this.#ports.answered(ready, answer)
    } catch (cause) {
      const reason = cause instanceof ApiError ? cause : new ApiError(400, String(cause))
      const silent = reason.status === 0 || reason.status === 429 || (reason.status >= 502 && reason.status <= 504)
      if (silent && !ready.once) {
        this.#wait()
        return false
      }
      this.#tries = silent ? 1 : 0
      if (!first) this.#drop(job)
      await this.#ports.refused(ready, reason)
    }
    return true
  }

  #drop(job: Job): void {
    this.#jobs = this.#jobs.filter((j) => j !== job)
    this.#ports.keep(this.#jobs)
  }

  #wait(): void {
    const ms = waits[Math.min(this.#tries, waits.length - 1)] ?? 15_000
    this.#tries++
    this.#cancel = this.#ports.later(() => {
      this.#cancel = null
      void this.run()
    }, ms)
  }
}
