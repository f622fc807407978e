// The excerpts, codings and silences of one recording: changed here at once, sent in order, and kept in step with
// what others do.
//
// The rules are:
//   - what is done shows at once; where the server refuses it, what it has is shown again and the reason said;
//   - words are kept in the browser with every key and sent a moment later; while they wait, they are what is shown;
//   - words are sent with the revision they were begun on, so that two people typing in one excerpt are told.

import * as api from '../../core/api'
import { Queue, type Job } from '../../core/desk/queue'
import type { Answer, DeskCoding, DeskExcerpt, ExcerptKind } from '../../core/desk-types'
import { recordingChanges, recordingSource, type RecordingSource } from '../../core/recording-api'
import type { Mark } from '../../core/recording/marks'
import type { Memory } from '../../core/recording/memory'
import { readTurns, speakersOf } from '../../core/recording/typing'
import type { Silence, SilenceKind } from '../../core/recording-types'
import type { Scope } from '../../core/scope'
import { uuid7 } from '../../core/uuid7'

const typingRests = 700

/** Words of one excerpt that two people have typed. */
export interface TwoWords {
  id: string
  mine: string
  theirs: string
}

export class RecordingWork {
  source: RecordingSource
  excerpts = $state.raw<DeskExcerpt[]>([])
  silences = $state.raw<Silence[]>([])
  problems = $state.raw<string[]>([])
  conflict = $state.raw<TwoWords | null>(null)
  /** How much the server has not answered; typing counts. */
  pending = $state(0)
  /** The server did not answer the last time. */
  offline = $state(false)
  readonly queue: Queue
  readonly #slug: string
  readonly #memory: Memory
  readonly #scope: Scope
  #seq: number
  #known = new Map<string, DeskExcerpt>()
  /** Of excerpts being typed: the revision it was begun on. */
  #begun = new Map<string, number>()
  #rests = new Map<string, () => void>()
  #again = new Set<string>()
  #pulling = false
  #stale = false

  constructor(slug: string, source: RecordingSource, memory: Memory, scope: Scope) {
    this.#slug = slug
    this.source = source
    this.#memory = memory
    this.#scope = scope
    this.#seq = source.seq
    this.queue = new Queue({
      send: (job) => this.#send(job),
      prepare: (job) => this.#prepare(job),
      first: () => null,
      answered: (job, answer) => this.#answered(job, answer),
      refused: (job, reason) => this.#refused(job, reason),
      keep: (jobs) => memory.wait(jobs),
      changed: () => this.#count(),
      later: (run, ms) => scope.timeout(run, ms),
    })
    this.#load(source)
    scope.listen(window, 'online', () => this.queue.retry())
    scope.listen(window, 'pagehide', () => this.flush())
    scope.own(() => this.flush())
    for (const job of memory.waiting as Job[]) if (job.id && job.path) this.queue.add(job)
    for (const [id, text] of Object.entries(memory.typed)) if (this.excerpt(id)) this.type(id, text)
  }

  get participants() {
    return this.source.participants
  }
  get speakers(): string[] {
    return speakersOf(this.source.participants, this.excerpts.flatMap((e) => e.turns ?? []))
  }
  excerpt(id: string): DeskExcerpt | undefined {
    return this.excerpts.find((e) => e.id === id)
  }

  /** Who speaks where nobody says otherwise: the only participant there is. */
  get onlySpeaker(): string | undefined {
    return this.source.participants.length === 1 ? this.source.participants[0]?.id : undefined
  }

  mark(at: Mark): string {
    const id = uuid7()
    const made: DeskExcerpt = { id, revision: 0, ...at, measure: 'milliseconds', kind: 'note', text: '', participant_id: this.onlySpeaker, memos: 0, codings: [] }
    this.#put(made)
    this.#add({ what: 'a mark', method: 'POST', path: this.#here('/excerpts'), excerpt: id, body: { excerpt_id: id, start: at.start, end: at.end, kind: 'note', participant_id: made.participant_id } })
    return id
  }

  apply(id: string, theme: string, answer: Answer = {}): string {
    const e = this.excerpt(id)
    if (!e) return ''
    const coding_id = uuid7()
    const said = { ...answer, participant_id: answer.participant_id ?? e.participant_id }
    const coding: DeskCoding = { id: coding_id, revision: 0, theme_id: theme, aspect: 'opinion', coder: this.source.coder, mine: true, ...clean(said) }
    this.#put({ ...e, codings: [...e.codings, coding] })
    this.#add({ what: 'a coding', method: 'POST', path: this.#here('/codings'), excerpt: id, body: { excerpt_id: id, coding_id, start: e.start, end: e.end, theme_id: theme, ...clean(said) } })
    return coding_id
  }

  answer(id: string, coding: string, answer: Answer): void {
    const e = this.excerpt(id)
    if (!e) return
    this.#put({ ...e, codings: e.codings.map((c) => (c.id === coding ? { ...c, ...clean(answer) } : c)) })
    this.#add({ what: 'a coding', method: 'PATCH', path: `/desk/codings/${coding}`, excerpt: id, body: { ...clean(answer) } })
  }

  uncode(id: string, coding: string): void {
    const e = this.excerpt(id)
    if (!e) return
    this.#put({ ...e, codings: e.codings.filter((c) => c.id !== coding) })
    this.#add({ what: 'taking a coding away', method: 'DELETE', path: `/desk/codings/${coding}`, excerpt: id, body: {} })
  }

  remove(id: string): void {
    this.excerpts = this.excerpts.filter((e) => e.id !== id)
    this.#memory.forget(id)
    this.#rests.get(id)?.()
    this.#add({ what: 'taking a mark away', method: 'DELETE', path: `/desk/excerpts/${id}`, excerpt: id, body: {} })
  }

  change(id: string, change: { start?: number; end?: number; kind?: ExcerptKind; key?: boolean; machine?: boolean; participant_id?: string }): void {
    const e = this.excerpt(id)
    if (!e) return
    const codings = change.participant_id === undefined ? e.codings : e.codings.map((c) => (c.participant_id === e.participant_id ? { ...c, participant_id: change.participant_id } : c))
    this.#put({ ...e, ...change, codings })
    // Of edges moved key by key only the last place counts: one that waits is changed instead of adding another.
    const waits = this.queue.jobs.slice(this.queue.busy ? 1 : 0).findLast((j) => j.excerpt === id)
    if (waits?.method === 'PATCH' && waits.path === `/desk/excerpts/${id}` && !('text' in waits.body)) Object.assign(waits.body, change)
    else this.#add({ what: 'a change of a mark', method: 'PATCH', path: `/desk/excerpts/${id}`, excerpt: id, body: { ...change } })
  }

  /** Words as they are typed. */
  type(id: string, text: string): void {
    const e = this.excerpt(id)
    if (!e) return
    this.#memory.type(id, text)
    if (!this.#begun.has(id)) this.#begun.set(id, this.#known.get(id)?.revision ?? 0)
    this.#put({ ...e, text, turns: this.#turns(e.kind, text) })
    this.#rests.get(id)?.()
    this.#rests.set(id, this.#scope.timeout(() => this.#save(id), typingRests))
    this.#count()
  }

  /** Sends now what is typed. */
  flush(): void {
    for (const id of [...this.#rests.keys()]) this.#save(id)
  }

  typing(id: string): boolean {
    return id in this.#memory.typed
  }

  silence(kind: SilenceKind, theme: string, stretch: Mark | null): void {
    const id = `silence ${uuid7()}`
    const body = { theme_id: theme, kind, ...(stretch ? { start: stretch.start, end: stretch.end } : {}), participant_id: this.onlySpeaker }
    this.silences = [...this.silences, { id, ...body, coder: this.source.coder, mine: true }]
    this.#add({ what: 'a silence', method: 'POST', path: this.#here('/silences'), body: clean(body) }, id)
  }

  unsilence(id: string): void {
    this.silences = this.silences.filter((s) => s.id !== id)
    this.#add({ what: 'taking a silence away', method: 'DELETE', path: `/nouns/silences/${id}`, body: {} })
  }

  async memo(id: string, text: string): Promise<void> {
    await api.send(`/api/studies/${encodeURIComponent(this.#slug)}/desk/excerpts/${id}/memos`, { text })
    await this.pull()
  }

  /** Takes my last change back, or the last taking back; says so where there is none. */
  async undo(again: boolean): Promise<void> {
    this.flush()
    await this.queue.settled()
    try {
      await (again ? api.redo(this.#slug) : api.undo(this.#slug))
    } catch (reason) {
      this.say(reason instanceof Error ? reason.message : String(reason))
    }
    await this.pull()
  }

  say(problem: string): void {
    this.problems = [...this.problems.filter((p) => p !== problem), problem].slice(-4)
  }
  dismiss(problem: string): void {
    this.problems = this.problems.filter((p) => p !== problem)
  }

  /** Of words typed by two: mine once more over theirs, or theirs. */
  resolve(mine: boolean): void {
    const c = this.conflict
    if (!c) return
    this.conflict = null
    this.#begun.delete(c.id)
    if (mine) this.type(c.id, c.mine)
    else {
      this.#memory.forget(c.id)
      this.#show(c.id)
    }
  }

  /** Asks what others have done; after what is on its way. */
  async pull(): Promise<void> {
    this.#stale = true
    if (this.#pulling) return
    this.#pulling = true
    try {
      while (this.#stale) {
        await this.queue.settled()
        this.#stale = false
        const delta = await api.ask(recordingChanges(this.#slug, this.source.id, this.#seq))
        if (delta.reload) {
          const source = await api.ask(recordingSource(this.#slug, this.source.id))
          this.source = source
          this.#load(source)
          continue
        }
        this.#seq = Math.max(this.#seq, delta.seq)
        for (const e of delta.excerpts) this.#arrived(e)
        for (const id of delta.removed) {
          this.#known.delete(id)
          if (!this.queue.touches(id)) this.excerpts = this.excerpts.filter((e) => e.id !== id)
        }
        if (delta.silences && (delta.silent ?? true)) this.silences = delta.silences
      }
    } catch {
      // no answer: the next event, or the next thing done, asks again
    } finally {
      this.#pulling = false
    }
  }

  get seq(): number {
    return this.#seq
  }

  #load(source: RecordingSource): void {
    this.#seq = Math.max(this.#seq, source.seq)
    this.#known = new Map(source.excerpts.map((e) => [e.id, e]))
    const typed = this.#memory.typed
    const mine = this.excerpts.filter((e) => this.queue.touches(e.id))
    this.excerpts = order([
      ...source.excerpts.filter((e) => e.measure === 'milliseconds' && !mine.some((m) => m.id === e.id)).map((e) => (typed[e.id] === undefined ? e : { ...e, text: typed[e.id] ?? '', turns: this.#turns(e.kind, typed[e.id] ?? '') })),
      ...mine,
    ])
    this.silences = source.silences ?? []
  }

  #arrived(e: DeskExcerpt): void {
    if (e.measure !== 'milliseconds') return
    const before = this.#known.get(e.id)
    this.#known.set(e.id, e)
    // What I type goes on over changes of anything but the words.
    if (this.#begun.has(e.id) && before?.text === e.text) this.#begun.set(e.id, e.revision)
    if (!this.queue.touches(e.id)) this.#show(e.id)
  }

  /** What the server has of it, under what is typed here. */
  #show(id: string): void {
    const e = this.#known.get(id)
    if (!e) return
    const typed = this.#memory.typed[id]
    this.#put(typed === undefined ? e : { ...e, text: typed, turns: this.#turns(e.kind, typed) })
  }

  #put(e: DeskExcerpt): void {
    this.excerpts = order([...this.excerpts.filter((o) => o.id !== e.id), e])
  }

  #turns(kind: ExcerptKind, text: string) {
    return kind === 'verbatim' ? readTurns(text, this.source.participants, this.speakers) : []
  }

  #here(rest: string): string {
    return `/desk/sources/${this.source.id}${rest}`
  }

  #add(job: Omit<Job, 'id' | 'source'>, id = uuid7()): void {
    this.queue.add({ ...job, body: clean(job.body), id, source: this.source.id })
  }

  #save(id: string): void {
    this.#rests.get(id)?.()
    this.#rests.delete(id)
    const text = this.#memory.typed[id]
    const e = this.excerpt(id)
    if (text === undefined || !e) return this.#count()
    const waits = this.queue.jobs.slice(this.queue.busy ? 1 : 0).some((j) => j.id === `words ${id}`)
    if (waits) return // it takes the newest words with it
    this.#add({ what: 'the words typed', method: 'PATCH', path: `/desk/excerpts/${id}`, excerpt: id, body: { text, turns: e.turns ?? [], kind: e.kind } }, `words ${id}`)
  }

  #prepare(job: Job): Job | null {
    if (!job.id.startsWith('words ') || !job.excerpt) return job
    const text = this.#memory.typed[job.excerpt]
    const e = this.excerpt(job.excerpt)
    if (text === undefined || !e) return null
    const revision = this.#begun.get(job.excerpt) || this.#known.get(job.excerpt)?.revision
    return { ...job, body: { ...clean({ revision }), text, turns: this.#turns(e.kind, text), kind: e.kind } }
  }

  async #send(job: Job): Promise<unknown> {
    if (job.id.startsWith('silence ') && this.#again.has(job.id) && (await this.#noted(job))) return null
    this.#again.add(job.id)
    return api.send(`/api/studies/${encodeURIComponent(this.#slug)}${job.path}`, job.method === 'DELETE' ? undefined : job.body, job.method)
  }

  /** Whether a silence whose answer was lost is there nevertheless: it has no id of ours to tell it by. */
  async #noted(job: Job): Promise<boolean> {
    const { silences } = await api.ask(recordingSource(this.#slug, this.source.id))
    const b = job.body
    return (silences ?? []).some((s) => s.mine && s.kind === b['kind'] && s.theme_id === b['theme_id'] && (s.start ?? 0) === (b['start'] ?? 0) && (s.end ?? 0) === (b['end'] ?? 0))
  }

  #answered(job: Job, answer: unknown): void {
    const { excerpt, seq, silence } = (answer ?? {}) as { excerpt?: DeskExcerpt | null; seq?: number; silence?: Silence }
    if (job.id.startsWith('words ') && job.excerpt && excerpt) {
      const sent = String(job.body['text'] ?? '')
      this.#memory.saved(job.excerpt, sent)
      if (this.typing(job.excerpt)) this.#begun.set(job.excerpt, excerpt.revision)
      else this.#begun.delete(job.excerpt)
    }
    if (excerpt) this.#arrived(excerpt)
    else if (excerpt === null && job.excerpt) this.#gone(job.excerpt)
    if (silence) this.silences = this.silences.map((s) => (s.id === job.id ? silence : s))
    if (seq === this.#seq + 1) this.#seq = seq
    else if (seq) void this.pull()
    this.#count()
  }

  #gone(id: string): void {
    this.#known.delete(id)
    if (!this.queue.touches(id)) this.excerpts = this.excerpts.filter((e) => e.id !== id)
  }

  async #refused(job: Job, reason: api.ApiError): Promise<void> {
    const words = job.id.startsWith('words ') && job.excerpt
    const mine = words ? this.#memory.typed[words] : undefined
    const source = await api.ask(recordingSource(this.#slug, this.source.id)).catch(() => null)
    if (source) {
      this.source = source
      this.#load(source)
    }
    if (words && mine !== undefined && reason.status === 409) {
      this.conflict = { id: words, mine, theirs: this.#known.get(words)?.text ?? '' }
    } else if (words && mine !== undefined) this.say(`The words you typed are kept in this browser, but the server refuses them: ${reason.message}`)
    else this.say(`${job.what.charAt(0).toUpperCase()}${job.what.slice(1)} could not be kept: ${reason.message}`)
    this.#count()
  }

  #count(): void {
    this.pending = this.queue.jobs.length + [...this.#rests.keys()].filter((id) => !this.queue.jobs.some((j) => j.id === `words ${id}`)).length
    this.offline = this.queue.waiting
  }
}

const order = (excerpts: DeskExcerpt[]): DeskExcerpt[] => excerpts.toSorted((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1))

/** Without what is not said. */
function clean<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, v]) => v !== undefined)) as T
}
