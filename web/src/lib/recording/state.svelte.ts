// Everything on the desk of one recording, and what a person can do there.

import { getContext, setContext } from 'svelte'
import { ask } from '../../core/api'
import { Codebook } from '../../core/desk/codebook'
import type { Answer, DeskCodebook, DeskExcerpt, ExcerptKind } from '../../core/desk-types'
import { stopJob, transcribe, transcriber, jobs as jobsOf, type RecordingSource } from '../../core/recording-api'
import { markLast, markOut, moveEdge, neighbour, type Edge, type Mark } from '../../core/recording/marks'
import type { Memory } from '../../core/recording/memory'
import { clamp, follow, reveal, zoom, type View } from '../../core/recording/view'
import { going, type Job, type SilenceKind, type Transcriber } from '../../core/recording-types'
import type { Scope } from '../../core/scope'
import type { Recent } from '../desk/recent.svelte'
import { Ledger } from './ledger.svelte'
import { Player } from './player.svelte'
import { remember } from './remember'
import { Waveform } from './waveform.svelte'
import { RecordingWork } from './work.svelte'

/** What the strip below the waveform asks for. */
export type Strip = { of: 'nothing' } | { of: 'theme'; excerpt: string; theme?: string } | { of: 'silence'; kind: SilenceKind | null; stretch: Mark | null } | { of: 'pass' }

const firstView = 120_000

export class RecordingState {
  readonly slug: string
  readonly player: Player
  readonly work: RecordingWork
  readonly ledger: Ledger
  readonly wave = new Waveform()
  readonly recent: Recent
  readonly memory: Memory
  book = $state.raw(Codebook.empty())
  view = $state.raw<View>({ from: 0, to: firstView })
  chosen = $state('')
  markedIn = $state<number | null>(null)
  edge = $state<Edge | null>(null)
  strip = $state.raw<Strip>({ of: 'nothing' })
  /** How far back "the last seconds" reaches. */
  last = $state(20_000)
  /** Said to whoever cannot see what happened, and shown for a moment. */
  said = $state('')
  jobs = $state.raw<Job[]>([])
  transcriber = $state.raw<Transcriber | null>(null)
  #latest: { theme: string; answer: Answer } | null = null
  readonly #scope: Scope

  constructor(slug: string, source: RecordingSource, memory: Memory, recent: Recent, scope: Scope) {
    this.slug = slug
    this.memory = memory
    this.recent = recent
    this.#scope = scope
    const { place = 0, rate = 1 } = memory.at
    const { last = 20_000, volume = 1 } = memory.choices
    const length = source.media?.duration || source.length
    this.last = last
    this.player = new Player(length, place, rate, volume)
    this.work = new RecordingWork(slug, source, memory, scope)
    this.ledger = new Ledger(slug, source.id, memory, this.player, source.may.listen)
    this.view = follow(clamp({ from: 0, to: firstView }, length), place, length)
  }

  start(): void {
    const scope = this.#scope
    this.ledger.start(scope)
    if (this.work.source.media) this.wave.start(scope, this.slug, this.work.source.id)
    void ask(transcriber(this.slug)).then((t) => (this.transcriber = t)).catch(() => {})
    remember(scope, this.player, this.memory, () => this.player.playing && this.ledger.show())
  }

  get excerpt(): DeskExcerpt | undefined {
    return this.work.excerpt(this.chosen)
  }
  get length(): number {
    return this.player.length
  }

  setBook(raw: DeskCodebook): void {
    this.book = new Codebook(raw)
  }

  say(what: string): void {
    this.said = ''
    queueMicrotask(() => (this.said = what))
  }

  choose(id: string, options: { seek?: boolean } = {}): void {
    if (id !== this.chosen) this.edge = null
    this.chosen = id
    const e = this.excerpt
    if (!e) return
    if (this.player.loop) this.player.setLoop({ start: e.start, end: e.end })
    if (options.seek) this.player.seek(e.start)
    this.view = reveal(this.view, e.start, e.end, this.length)
  }

  step(way: 1 | -1): void {
    const to = neighbour(this.work.excerpts, this.chosen, this.player.place, way)
    if (to) this.choose(to.id, { seek: true })
  }

  // Marks

  setMarkIn(): void {
    this.markedIn = this.player.place
    this.say('Marked in')
  }

  setMarkOut(): void {
    if (this.markedIn === null) {
      this.say('Mark in first')
      return
    }
    this.#mark(markOut(this.markedIn, this.player.place))
  }

  markLast(): void {
    this.#mark(markLast(this.player.place, this.last))
  }

  #mark(at: Mark | null): void {
    if (!this.#mayCode()) return
    if (!at) {
      this.say('There is nothing between the marks')
      return
    }
    this.markedIn = null
    const id = this.work.mark(at)
    this.chosen = id
    this.edge = null
    this.take(id)
  }

  /** Asks which theme; where one only is listened for, that is taken. */
  take(id: string = this.chosen): void {
    if (!this.#mayCode() || !this.work.excerpt(id)) return
    const only = this.ledger.themes.length === 1 ? this.ledger.themes[0] : undefined
    this.strip = { of: 'theme', excerpt: id, ...(only ? { theme: only } : {}) }
  }

  apply(id: string, theme: string, answer: Answer): void {
    if (!this.#mayCode()) return
    this.work.apply(id, theme, answer)
    this.recent.use(theme)
    this.#latest = { theme, answer }
    this.say(`Coded ${this.book.label(theme)}`)
  }

  /** A theme of the row of nine, on the chosen excerpt; its questions are asked next. */
  applyNumber(i: number): void {
    const theme = this.recent.strip[i]
    if (theme && this.excerpt) this.strip = { of: 'theme', excerpt: this.chosen, theme }
  }

  repeat(): void {
    const latest = this.#latest
    if (latest && this.excerpt) this.apply(this.chosen, latest.theme, { ...latest.answer, participant_id: this.excerpt.participant_id })
    else if (!latest) this.say('No theme has been applied here yet')
  }

  /** Takes the last coding of mine away, or a mark that has none. */
  unmark(): void {
    const e = this.excerpt
    if (!e || !this.#mayCode()) return
    const mine = e.codings.findLast((c) => c.mine)
    if (mine) this.work.uncode(e.id, mine.id)
    else if (e.codings.length) this.say('Others have coded this; it stays')
    else this.remove(e.id)
  }

  remove(id: string): void {
    if (!this.#mayCode()) return
    const next = neighbour(this.work.excerpts, id, 0, 1)
    this.work.remove(id)
    this.chosen = next && next.id !== id ? next.id : ''
    if (this.player.loop) this.player.setLoop(null)
    this.say('The mark is gone; Ctrl Z brings it back')
  }

  toggleKey(): void {
    const e = this.excerpt
    if (e && this.#mayCode()) this.work.change(e.id, { key: !e.key })
  }

  setKind(kind?: ExcerptKind): void {
    const e = this.excerpt
    if (!e || !this.#mayCode()) return
    const order: ExcerptKind[] = ['verbatim', 'gist', 'note']
    const next = kind ?? order[(order.indexOf(e.kind) + 1) % order.length] ?? 'note'
    this.work.change(e.id, { kind: next })
    this.say(next)
  }

  checked(): void {
    const e = this.excerpt
    if (!e?.machine || !this.#mayCode()) return
    this.work.change(e.id, { machine: false })
    this.say('Checked')
  }

  // Edges

  chooseEdge(edge: Edge): void {
    if (!this.excerpt) this.say('Choose an excerpt first')
    else this.edge = this.edge === edge ? null : edge
  }

  nudge(by: number): void {
    const e = this.excerpt
    if (!e || !this.edge || !this.#mayCode()) return
    this.setEdges(e.id, moveEdge(e, this.edge, by, this.length))
    const edge = this.edge === 'start' ? this.excerpt?.start : this.excerpt?.end
    if (!this.player.playing && edge !== undefined) this.player.seek(edge)
  }

  setEdges(id: string, at: Mark): void {
    const e = this.work.excerpt(id)
    if (!e || (e.start === at.start && e.end === at.end)) return
    this.work.change(id, { start: at.start, end: at.end })
    if (this.player.loop && id === this.chosen) this.player.loop = { ...at }
  }

  toggleLoop(): void {
    const e = this.excerpt
    if (this.player.loop) this.player.setLoop(null)
    else if (e) this.player.setLoop({ start: e.start, end: e.end })
    else this.say('Choose an excerpt to loop')
  }

  /** Types the words of the chosen excerpt beside its loop. */
  beginTyping(): void {
    const e = this.excerpt
    if (!e || !this.#mayCode()) return
    if (e.kind === 'note' && e.text === '') this.work.change(e.id, { kind: 'verbatim' })
    this.player.setLoop({ start: e.start, end: e.end })
    if (!this.player.playing) this.player.play()
    document.getElementById('words')?.focus()
  }

  // Silences

  /** The stretch a silence is about: from the mark in, or what was heard in this pass without a break, after the last excerpt of the theme in it. */
  silentStretch(theme: string): Mark | null {
    const place = Math.round(this.player.place)
    if (this.markedIn !== null) return markOut(this.markedIn, place)
    const [heardFrom, to] = this.ledger.sinceBreak(place)
    const spoken = this.work.excerpts.filter((e) => e.codings.some((c) => c.theme_id === theme) && e.end <= place && e.end > heardFrom)
    return markOut(Math.max(heardFrom, ...spoken.map((e) => e.end)), to)
  }

  get themeInFocus(): string | undefined {
    if (this.ledger.themes.length) return this.ledger.themes.length === 1 ? this.ledger.themes[0] : undefined
    return this.#latest?.theme ?? this.recent.used[0]
  }

  nothingHere(): void {
    const theme = this.themeInFocus
    const stretch = theme && this.silentStretch(theme)
    if (theme && stretch) this.silence('listened_nothing', theme, stretch)
    else this.askSilence(theme ? null : 'listened_nothing')
  }

  askSilence(kind: SilenceKind | null): void {
    if (this.#mayCode()) this.strip = { of: 'silence', kind, stretch: this.markedIn === null ? null : markOut(this.markedIn, this.player.place) }
  }

  silence(kind: SilenceKind, theme: string, stretch: Mark | null): void {
    if (!this.#mayCode()) return
    this.work.silence(kind, theme, stretch)
    this.markedIn = null
    this.say(`${silenceWords[kind]}: ${this.book.label(theme)}`)
  }

  // Looking

  zoomBy(factor: number, around = this.player.place): void {
    this.view = zoom(this.view, factor, around, this.length)
  }

  pan(by: number): void {
    this.view = clamp({ from: this.view.from + by, to: this.view.to + by }, this.length)
  }

  /** Keeps what plays in sight. */
  followPlace(): void {
    this.view = follow(this.view, this.player.place, this.length)
  }

  nextUnheard(): void {
    const next = this.ledger.next(this.player.place)
    if (!next) this.say('All of it has been heard')
    else {
      this.player.seek(next[0])
      this.followPlace()
    }
  }

  setLast(ms: number): void {
    this.last = ms
    this.memory.choose({ last: ms })
  }

  close(): void {
    this.strip = { of: 'nothing' }
  }

  // Jobs

  get machineJob(): Job | undefined {
    return this.jobs.find((j) => j.kind === 'transcribe' && (!j.excerpt_id || j.excerpt_id === this.chosen) && j.source_id === this.work.source.id)
  }

  async transcribe(id: string | null): Promise<void> {
    try {
      const job = await transcribe(this.slug, this.work.source.id, { ...(id ? { excerpt_id: id } : {}), confirm: true })
      if (!this.jobs.some((j) => j.id === job.id)) this.told(job) // else the stream has told more of it already
    } catch (reason) {
      this.work.say(reason instanceof Error ? reason.message : String(reason))
    }
  }

  async stop(job: Job): Promise<void> {
    await stopJob(this.slug, job.id).catch((reason: unknown) => this.work.say(String(reason)))
  }

  /** A job of the study goes on, or is over. */
  told(job: Job): void {
    if (job.source_id !== this.work.source.id) return
    this.wave.told(job)
    this.jobs = [job, ...this.jobs.filter((j) => j.id !== job.id)]
    if (!going(job) && job.kind === 'transcribe') void this.work.pull()
  }

  /** Asks how the jobs are: the stream tells only what happens from here on. */
  async readJobs(): Promise<void> {
    try {
      const before = this.jobs.filter(going).map((j) => j.id)
      this.jobs = (await ask(jobsOf(this.slug))).items.filter((j) => j.source_id === this.work.source.id)
      if (this.jobs.some((j) => before.includes(j.id) && !going(j))) void this.work.pull()
    } catch {
      // asked again when the server is heard again
    }
  }

  #mayCode(): boolean {
    if (!this.work.source.may.code) this.say('You may listen here, but not code')
    return this.work.source.may.code
  }
}

export const silenceWords: Record<SilenceKind, string> = {
  not_asked: 'Not asked',
  asked_no_view: 'Asked, no view',
  not_raised: 'Not raised',
  listened_nothing: 'Listened, nothing',
}

const key = Symbol('recording')
export const giveRecording = (state: RecordingState): RecordingState => setContext(key, state)
export const useRecording = (): RecordingState => getContext<RecordingState>(key)
