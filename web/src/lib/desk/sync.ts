// Keeping the desk and the server in step: corrections out, other people's work in.
//
// The rules are:
//   - what is typed goes out as one edit, before any coding that counts in it;
//   - other people's changes are asked for when a change is announced, and never while an edit is on its way;
//   - what waits for an answer is as it was done here until the answer comes.

import type { ChangeSet } from '@codemirror/state'
import * as api from '../../core/api'
import type { Changes, DeskExcerpt, DeskSource, EditAnswer, EditConflict, Turn } from '../../core/desk-types'
import { Excerpts } from '../../core/desk/excerpts'
import { Queue, type Job } from '../../core/desk/queue'
import { pointsIn, replacedBy, stepsOf } from '../../core/desk/steps'
import type { Draft, WaitingList } from '../../core/desk/waiting'
import { Working } from '../../core/desk/working'
import { Offsets } from '../../core/offsets'
import { uuid7 } from '../../core/uuid7'

export interface SyncPorts {
  slug: string
  source: string
  /** Changes the text on the screen; the model is already as it will be then. */
  show(changes: ChangeSet): void
  turns(turns: readonly Turn[]): void
  memos(delta: Changes): unknown
  answered(job: Job, answer: unknown): void
  refused(job: Job, reason: api.ApiError): void
  conflict(c: EditConflict): void
  arrived(excerpts: readonly DeskExcerpt[]): void
  saved(): void
  reload(): void
  changed(): void
  keep(list: WaitingList): void
}

const textJob = 'text'

export class Sync {
  readonly working: Working
  readonly excerpts = new Excerpts()
  readonly queue: Queue
  readonly #ports: SyncPorts
  seq: number
  /** The server has made something else of a correction than was made here: all is to be read anew. */
  astray = false
  #pulling = false
  #stale = false
  #offsets: { version: number; of: Offsets } | null = null

  constructor(ports: SyncPorts, text: string, version: number, seq: number, excerpts: readonly DeskExcerpt[], pages: readonly number[] = []) {
    this.#ports = ports
    this.working = new Working(text, version)
    this.seq = seq
    this.excerpts.pages = pages
    this.excerpts.load(excerpts, text)
    this.queue = new Queue({
      send: (job) => api.send(api.studyPath(ports.slug, job.path), job.method === 'DELETE' ? undefined : job.body, job.method),
      prepare: (job) => this.#prepare(job),
      first: () => this.#textJob(),
      answered: (job, answer) => this.#answered(job, answer),
      refused: (job, reason) => this.#refused(job, reason),
      keep: () => this.keep(),
      changed: () => ports.changed(),
      later: (run, ms) => {
        const id = setTimeout(run, ms)
        return () => clearTimeout(id)
      },
    })
  }

  typed(changes: ChangeSet): void {
    this.working.typed(changes)
    this.excerpts.typed(replacedBy(this.working.unsaved), replacedBy(changes))
  }

  /** How many things the server has not answered. */
  get pending(): number {
    return this.queue.jobs.length + (this.working.clean ? 0 : 1)
  }

  /** Puts on the shelf what would be lost if the page went now. */
  keep(): void {
    const { working, excerpts } = this
    const drafts: Draft[] = []
    if (working.sending) drafts.push({ ...working.sending, source: this.#ports.source })
    if (!working.unsaved.empty) drafts.push({ id: uuid7(), source: this.#ports.source, version: working.sending ? 0 : working.version, steps: stepsOf(working.unsaved, working.left) })
    const jobs = this.queue.jobs
    const shown = jobs.length ? new Offsets(working.shown.toString()) : null
    this.#ports.keep({
      drafts,
      jobs: jobs.map((job) => {
        const place = shown && 'start' in job.body && job.excerpt ? excerpts.placeOf(job.excerpt) : undefined
        if (!place || !shown) return job
        return { ...job, body: { ...job.body, start: shown.toCodePoint(place.from), end: shown.toCodePoint(place.to), version: drafts.length ? 0 : working.version } }
      }),
    })
  }

  /** Asks what others have done; later where an edit is on its way. */
  async pull(): Promise<void> {
    if (this.#pulling || this.queue.busy) {
      this.#stale = true
      return
    }
    this.#pulling = true
    try {
      do {
        this.#stale = false
        if (this.working.sending) return // its answer asks again
        this.#take(await api.ask(api.deskChanges(this.#ports.slug, this.#ports.source, this.seq)))
      } while (this.#stale)
    } catch {
      this.#stale = true // the server does not answer; the next event or answer asks again
    } finally {
      this.#pulling = false
    }
  }

  #take(delta: Changes): void {
    if (delta.reload) {
      this.#ports.reload()
      return
    }
    this.#edits(delta.edits.filter((e) => e.version > this.working.version))
    if (delta.turns?.length) this.#ports.turns(delta.turns)
    const fresh = delta.excerpts.filter((e) => !this.queue.touches(e.id))
    this.excerpts.take(fresh, this.working.base, this.#offsetsOfBase())
    for (const id of delta.removed) if (!this.queue.touches(id)) this.excerpts.remove(id)
    this.seq = Math.max(this.seq, delta.seq)
    this.#ports.memos(delta)
    this.#ports.arrived(fresh)
    this.#ports.changed()
  }

  #edits(edits: Changes['edits']): void {
    for (const e of edits) {
      const { left, shown } = this.working.theirs(e.steps, e.version)
      this.excerpts.carried(replacedBy(left), replacedBy(this.working.unsaved), false)
      this.#ports.show(shown)
    }
  }

  #offsetsOfBase(): Offsets {
    if (this.#offsets?.version !== this.working.version) this.#offsets = { version: this.working.version, of: new Offsets(this.working.base) }
    return this.#offsets.of
  }

  #lose(): void {
    this.astray = true
    this.#ports.reload()
  }

  /** The text on the screen is that of the server after all. */
  agree(source: DeskSource): void {
    this.working.saved(source.version)
    this.excerpts.load(source.excerpts, source.text)
    this.seq = source.seq
    this.astray = false
  }

  #textJob(): Job | null {
    const { working } = this
    if (this.astray) return null
    if (!working.sending) {
      const frozen = working.freeze(uuid7())
      if (frozen) this.excerpts.carried(replacedBy(frozen.changes), [], true)
      else this.excerpts.carried([], replacedBy(working.unsaved), true)
      if (frozen) this.keep()
    }
    const edit = working.sending
    return edit && { id: textJob, what: 'the correction', method: 'POST', path: `/desk/sources/${this.#ports.source}/text`, body: { id: edit.id, version: edit.version, steps: edit.steps }, source: this.#ports.source }
  }

  /** Where the excerpt of a job is by now; null where it is gone. */
  #prepare(job: Job): Job | null {
    if (!('start' in job.body) || !job.excerpt) return job
    const place = this.excerpts.placeOf(job.excerpt)
    if (!place || place.from >= place.to) return null
    const o = this.#offsetsOfBase()
    return { ...job, body: { ...job.body, start: o.toCodePoint(place.from), end: o.toCodePoint(place.to), version: this.working.version } }
  }

  async #answered(job: Job, answer: unknown): Promise<void> {
    if (job.id === textJob) await this.#saved(answer as EditAnswer)
    else this.#ports.answered(job, answer)
    const seq = (answer as { seq?: number } | null)?.seq ?? 0
    // What was taken back or away may have changed more than its answer says.
    if (seq === this.seq + 1 && !job.once && job.method !== 'DELETE') this.seq = seq
    else if (seq > this.seq) this.#stale = true
    this.#later()
    this.#ports.changed()
  }

  /** What others did meanwhile is asked for once everything has gone out. */
  #later(): void {
    if (this.#stale) void this.queue.settled().then(() => this.pull())
  }

  async #saved(answer: EditAnswer): Promise<void> {
    const { working } = this
    let between: Changes | null = null
    if (answer.version > working.version + 1) {
      between = await api.ask(api.deskChanges(this.#ports.slug, this.#ports.source, this.seq))
      if (between.reload) {
        this.#lose()
        return
      }
      this.#edits(between.edits.filter((e) => e.version > working.version && e.version < answer.version))
    }
    working.saved(answer.version)
    if (pointsIn(working.base) !== answer.length) {
      this.#lose()
      return
    }
    this.excerpts.take(answer.excerpts.filter((e) => !this.queue.touches(e.id)), working.base, this.#offsetsOfBase())
    this.#ports.turns(answer.turns)
    this.keep()
    this.#ports.saved()
    if (between) this.#stale = true
  }

  async #refused(job: Job, reason: api.ApiError): Promise<void> {
    if (job.id !== textJob) {
      this.#ports.refused(job, reason)
      this.#ports.reload()
      return
    }
    const c = reason.details as Partial<EditConflict> | null
    const delta = await api.ask(api.deskChanges(this.#ports.slug, this.#ports.source, this.seq)).catch(() => null)
    if (delta && !delta.reload) this.#edits(delta.edits.filter((e) => e.version > this.working.version))
    const o = this.#offsetsOfBase()
    const conflict = typeof c?.start === 'number' && typeof c.end === 'number' && reason.status === 409 ? (c as EditConflict) : null
    const typed = this.working.sending?.steps.map((s) => s.text ?? '').join(' … ') ?? ''
    const done = this.working.withdraw(conflict ? o.toUtf16(conflict.start) : 0, conflict ? o.toUtf16(conflict.end) : Infinity)
    if (done) {
      this.excerpts.carried(replacedBy(done.left), replacedBy(this.working.unsaved), false)
      this.#ports.show(done.shown)
    }
    this.#stale = true
    this.#later()
    if (conflict) this.#ports.conflict(conflict)
    else this.#ports.refused({ ...job, what: `the correction “${typed.slice(0, 300)}”` }, reason)
    this.#ports.changed()
  }
}
