// One source on the desk: what is shown, what is chosen, and how it stays in step with the server.

import type { ChangeSet } from '@codemirror/state'
import { untrack } from 'svelte'
import * as api from '../../core/api'
import type { Changes, DeskCodebook, DeskExcerpt, DeskMemo, DeskSource, EditConflict, Turn } from '../../core/desk-types'
import { carry, type Place } from '../../core/desk/carry'
import { Codebook } from '../../core/desk/codebook'
import type { Drawn, Excerpts } from '../../core/desk/excerpts'
import type { Job } from '../../core/desk/queue'
import { replacedBy } from '../../core/desk/steps'
import { edgeMove } from '../../core/desk/units'
import { keepWaiting, sendLeft, waitingTabs } from '../../core/desk/waiting'
import { Offsets } from '../../core/offsets'
import { Scope } from '../../core/scope'
import type { Drawing, ShownTurn } from './drawing'
import { Editor } from './editor'
import { listen } from './live'
import { Sync } from './sync'
import { claimTab, isGone } from './tab'
import { themeClass, ThemeStyles } from './theme-styles'
import type { Look } from './turn-marks'

const pause = 800 // ms without a key before a correction goes out
const flash = 2400 // ms for which somebody else's new coding is lit

export type Panel = 'codings' | 'memos' | 'look' | 'versions'
export type Picking = { what: 'theme' | 'new' | 'memo'; at: { left: number; top: number; above: number } }

export class Desk {
  readonly slug: string
  source = $state.raw<DeskSource | null>(null)
  book = $state.raw(Codebook.empty())
  memos = $state.raw<readonly DeskMemo[]>([])
  error = $state.raw<api.ApiError | null>(null)
  /** Counts up with whatever changes in the excerpts, which are no state themselves. */
  tick = $state(0)
  /** The chosen coding, or the chosen excerpt where it has none. */
  chosen = $state('')
  selection = $state.raw<Place>({ from: 0, to: 0 })
  writing = $state(false)
  look = $state<Look>('transcript')
  picking = $state.raw<Picking | null>(null)
  /** The edge of the chosen excerpt that arrows move, and where both are by now. */
  edge = $state.raw<{ excerpt: string; side: 'from' | 'to'; place: Place; was: Place } | null>(null)
  conflict = $state.raw<EditConflict | null>(null)
  said = $state('')
  trouble = $state('')
  pending = $state(0)
  sending = $state(false)
  waiting = $state(false)
  live = $state(true)
  panel = $state<Panel>('codings')
  /** Only this theme is lit; empty lights all. */
  spot = $state('')
  finding = $state(false)
  found = $state.raw<{ matches: readonly Place[]; at: number }>({ matches: [], at: -1 })

  editor: Editor | null = null
  readonly #scope = new Scope()
  readonly #styles = new ThemeStyles(this.#scope)
  #sync: Sync | null = null
  #turns: ShownTurn[] = []
  #headings: (Place & { level: number })[] = []
  #fresh = new Map<string, number>()
  #save: (() => void) | null = null
  #tab = ''
  #opened = 0

  constructor(slug: string) {
    this.slug = slug
  }

  get excerpts(): Excerpts | null {
    return this.#sync?.excerpts ?? null
  }
  get sync(): Sync | null {
    return this.#sync
  }
  get turns(): readonly ShownTurn[] {
    return this.#turns
  }

  /** Opens a source; an older wish to open another is dropped. */
  async open(id: string): Promise<void> {
    const turn = ++this.#opened
    this.error = null
    try {
      await this.#sendWhatIsLeft()
      const [source, book] = await Promise.all([api.ask(api.deskSource(this.slug, id)), api.ask(api.deskCodebook(this.slug))])
      if (turn !== this.#opened) return
      this.#lay(source, book)
    } catch (reason) {
      if (turn === this.#opened) this.error = reason instanceof api.ApiError ? reason : new api.ApiError(0, String(reason))
    }
  }

  #lay(source: DeskSource, book: DeskCodebook): void {
    this.editor?.destroy()
    this.editor = null
    this.#sync?.queue.stop()
    this.#takeBook(book)
    this.#sync = new Sync(
      {
        slug: this.slug,
        source: source.id,
        show: (changes) => this.editor?.remote(changes),
        turns: (turns) => this.#takeTurns(turns),
        memos: (delta) => this.#takeMemos(delta),
        answered: (job, answer) => this.#answered(job, answer),
        refused: (job, reason) => (this.trouble = `${capital(job.what)} could not be kept. ${reason.message}`),
        conflict: (c) => (this.conflict = c),
        arrived: (e) => this.#flash(e),
        saved: () => this.#saved(),
        reload: () => void this.#reload(),
        changed: () => this.#stand(),
        keep: (list) => this.#tab && keepWaiting(localStorage, this.slug, this.#tab, list),
      },
      source.text, source.version, source.seq, source.excerpts,
    )
    this.memos = source.memos
    this.#takeTurns(source.turns, new Offsets(source.text))
    this.#takeHeadings(source)
    if (!source.turns.length) this.look = 'document'
    this.source = source
    this.tick++
  }

  /** Puts the text into the page. */
  mount(parent: HTMLElement): () => void {
    const { source, sync } = untrack(() => ({ source: this.source, sync: this.#sync }))
    if (!source || !sync) return () => {}
    this.editor = new Editor(parent, sync.working.shown.toString(), {
      drawing: this.#drawing,
      typed: (changes) => this.#typed(changes),
      moved: (changes) => this.#moved(changes),
      selected: () => this.#selected(),
      nudge: (key, byWord) => this.#nudge(key, byWord),
      pressed: (at) => this.#pressed(at),
      scrolled: () => this.picking && this.close(),
    }, untrack(() => this.look), `Text of ${source.name}`)
    const editor = this.editor
    return () => {
      this.flush()
      editor.destroy()
      if (this.editor === editor) this.editor = null
    }
  }

  /** Listens for as long as the page is open. */
  start(): () => void {
    const scope = this.#scope
    listen(
      scope, this.slug, () => this.#sync?.seq ?? -1,
      (e) => {
        if (e.codebook || e.many) void this.#reloadBook()
        if (e.many || e.sources.includes(this.source?.id ?? '')) void this.#sync?.pull()
      },
      (on) => {
        this.live = on
        if (!on) return
        this.#sync?.queue.retry()
        void this.#sync?.pull()
      },
    )
    scope.listen(window, 'online', () => this.#sync?.queue.retry())
    scope.listen(window, 'pagehide', () => {
      this.#sync?.keep()
      this.flush()
    })
    scope.listen(window, 'beforeunload', () => this.#sync?.keep())
    return () => {
      this.flush()
      scope.end()
    }
  }

  /** Sends what is typed now, without waiting for a pause. */
  flush(): void {
    this.#save?.()
    this.#save = null
    void this.#sync?.queue.run()
  }

  add(job: Job): void {
    this.trouble = ''
    this.#sync?.queue.add(job)
    this.redraw()
  }

  redraw(): void {
    this.tick++
    this.editor?.draw()
  }

  say(text: string): void {
    this.said = ''
    queueMicrotask(() => (this.said = text))
  }

  /** Every coding, placed in the text on the screen. */
  coded(): readonly Drawn[] {
    void this.tick
    return this.#sync?.excerpts.shown.items ?? []
  }

  /** Those at the caret or under the selection, the shortest first. */
  here(): Drawn[] {
    void this.tick
    const { from, to } = this.selection
    const shown = this.#sync?.excerpts.shown
    if (!shown) return []
    return shown.within(from, to, true).map((i) => shown.items[i]!).sort((a, b) => a.to - a.from - (b.to - b.from) || a.from - b.from)
  }

  drawn(id: string): Drawn | undefined {
    return this.#sync?.excerpts.shown.items.find((d) => d.id === id || d.excerpt === id)
  }

  words(d: Place): string {
    return this.editor?.view.state.sliceDoc(d.from, d.to) ?? this.#sync?.working.shown.sliceString(d.from, d.to) ?? ''
  }

  choose(id: string, options: { show?: boolean } = {}): void {
    this.chosen = id
    const d = id ? this.drawn(id) : undefined
    if (d && options.show) this.editor?.select(d.from, d.from, { center: true })
    this.editor?.draw()
  }

  turnAt(at: number): ShownTurn | undefined {
    return this.#turns.findLast((t) => t.from <= at && at <= t.to)
  }

  pick(what: Picking['what']): void {
    const view = this.editor?.view
    if (!view) return
    const { from, to } = view.state.selection.main
    const pane = view.dom.getBoundingClientRect()
    const first = view.coordsAtPos(from, 1)
    const last = view.coordsAtPos(to, to > from ? -1 : 1)
    const within = (y: number) => Math.min(Math.max(y, 12), pane.height - 60)
    this.picking = { what, at: { left: Math.max(8, (last ?? first ?? pane).left - pane.left), top: within((last?.bottom ?? pane.top) - pane.top + 6), above: within((first?.top ?? pane.top) - pane.top - 6) } }
  }

  /** Closes what lies over the text and gives the keys back to it. */
  close(): void {
    this.picking = null
    this.editor?.view.focus()
  }

  setWriting(on: boolean): void {
    if (on && !this.source?.may.correct) {
      this.say('You may not correct this text.')
      return
    }
    this.writing = on
    this.editor?.write(on)
    if (!on) this.flush()
    this.say(on ? 'Correcting: type in the text. Codings stay on their words.' : 'Reading.')
    this.editor?.view.focus()
  }

  stopFinding(): void {
    this.finding = false
    this.found = { matches: [], at: -1 }
    this.editor?.draw()
    this.editor?.view.focus()
  }

  /** Lights one theme and dims the others; empty lights all. */
  spotlight(theme: string): void {
    this.spot = this.spot === theme ? '' : theme
    this.redraw()
  }

  setLook(look: Look): void {
    this.look = look
    this.editor?.show(look)
  }

  /** Sees to it that what a conflict is about becomes these words. */
  settle(text: string | null): void {
    const c = this.conflict
    this.conflict = null
    const sync = this.#sync
    const view = this.editor?.view
    if (!c || text === null || !sync || !view) return
    const o = new Offsets(sync.working.base)
    const at = (point: number) => sync.working.unsaved.mapPos(o.toUtf16(point), 1)
    view.dispatch({ changes: { from: at(c.start), to: Math.max(at(c.start), at(c.end)), insert: text } })
    this.flush()
  }

  readonly #drawing: Drawing = {
    coded: () => this.#sync!.excerpts.shown,
    colour: (theme) => (theme ? themeClass(this.book.indexOf(theme)) : 'bare'),
    label: (d) => this.labelOf(d),
    chosen: (d) => this.chosen !== '' && (d.id === this.chosen || d.excerpt === this.chosen),
    fresh: (d) => this.#fresh.has(d.id),
    dimmed: (d) => this.spot !== '' && d.theme !== this.spot,
    choose: (d) => this.choose(d.id),
    turns: () => this.#turns,
    headings: () => this.#headings,
    play: (ms) => this.play?.(ms),
    found: () => this.found,
  }

  /** Plays the recording from here; set by the page where there is one. */
  play: ((ms: number) => void) | null = null

  labelOf(d: Drawn): string {
    return d.theme ? this.book.label(d.theme) : 'not coded yet'
  }

  #typed(changes: ChangeSet): void {
    const sync = this.#sync
    if (!sync) return
    sync.typed(changes)
    this.#save?.()
    const cancel = this.#scope.timeout(() => {
      this.#save = null
      void sync.queue.run()
      this.tick++
    }, pause)
    this.#save = cancel
    this.pending = sync.pending
    this.sending = true
  }

  #moved(changes: ChangeSet): void {
    const map = (at: number, side: -1 | 1) => changes.mapPos(at, side)
    this.#turns = this.#turns.map((t) => ({ ...t, from: map(t.from, -1), speech: map(t.speech, -1), to: map(t.to, 1) }))
    if (this.#headings.length) this.#headings = this.#headings.map((h) => ({ ...h, from: map(h.from, -1), to: map(h.to, 1) }))
    if (this.found.matches.length) {
      const replaced = replacedBy(changes)
      this.found = { ...this.found, matches: this.found.matches.map((m) => carry(m, replaced)).filter((m) => m.to > m.from) }
    }
  }

  #selected(): void {
    const view = this.editor?.view
    if (!view) return
    const { from, to } = view.state.selection.main
    this.selection = { from, to }
  }

  #pressed(at: number): void {
    const shown = this.#sync?.excerpts.shown
    const here = shown?.within(at, at, true).map((i) => shown.items[i]!).sort((a, b) => a.to - a.from - (b.to - b.from)) ?? []
    const next = here[(here.findIndex((d) => d.id === this.chosen) + 1) % Math.max(1, here.length)]
    this.choose(next?.id ?? '')
  }

  #nudge(key: 'left' | 'right' | 'up' | 'down', byWord: boolean): boolean {
    const e = this.edge
    const view = this.editor?.view
    if (!e || !view) return false
    const at = e.place[e.side]
    const forward = key === 'right' || key === 'down'
    const line = view.state.doc.lineAt(at)
    const moved = key === 'up' || key === 'down' ? (forward ? line.to + 1 : line.from - 1) : edgeMove(line, at, forward, byWord)
    const to = Math.max(0, Math.min(view.state.doc.length, moved))
    const place = { ...e.place, [e.side]: to }
    if (place.from >= place.to) return true
    this.edge = { ...e, place }
    this.#sync?.excerpts.resize(e.excerpt, place)
    view.dispatch({ selection: { anchor: place.from, head: place.to }, scrollIntoView: false })
    this.redraw()
    return true
  }

  #answered(job: Job, answer: unknown): void {
    const a = answer as { excerpt?: DeskExcerpt | null; seq?: number; memo?: DeskMemo; note?: string } | null
    if (job.excerpt && a && 'excerpt' in a) {
      if (!a.excerpt) this.#sync?.excerpts.remove(job.excerpt)
      else if (a.excerpt.id === job.excerpt) {
        if (!this.#sync?.queue.touches(job.excerpt)) this.#sync?.excerpts.answered(a.excerpt)
      } else this.#sync?.excerpts.remove(job.excerpt) // the server kept it on another of the same span; the next changes bring that
    }
    if (a?.note) this.say(a.note)
    if (a?.memo) this.memos = [...this.memos.filter((m) => m.id !== a.memo?.id), a.memo]
    if (job.once) {
      this.say(`${job.what === 'undo' ? 'Taken back' : 'Done again'}.`)
      void this.#reloadBook()
    }
    this.redraw()
  }

  #saved(): void {
    if (this.#sync?.working.clean) this.editor?.forgetPast()
    this.redraw()
  }

  #stand(): void {
    const sync = this.#sync
    if (!sync) return
    this.pending = sync.pending
    this.sending = sync.queue.busy
    this.waiting = sync.queue.waiting
    this.redraw()
  }

  #flash(excerpts: readonly DeskExcerpt[]): void {
    const now = Date.now()
    let some = false
    for (const e of excerpts)
      for (const c of e.codings)
        if (!c.mine && !this.#fresh.has(c.id) && c.revision > (this.source?.seq ?? 0)) {
          this.#fresh.set(c.id, now)
          some = true
        }
    if (!some) return
    this.#scope.timeout(() => {
      for (const [id, at] of this.#fresh) if (at + flash <= Date.now() + 50) this.#fresh.set(id, 0)
      for (const [id, at] of this.#fresh) if (at === 0) this.#fresh.delete(id)
      this.redraw()
    }, flash)
  }

  #takeTurns(turns: readonly Turn[], offsets?: Offsets): void {
    const sync = this.#sync
    if (!sync) return
    const o = offsets ?? new Offsets(sync.working.base)
    const at = (point: number, side: -1 | 1) => sync.working.unsaved.mapPos(o.toUtf16(point), side)
    this.#turns = turns.map((t, i) => ({ from: at(t.start, -1), speech: at(t.speech, -1), to: at(t.end, 1), speaker: t.speaker, number: i + 1, time: t.to ? (t.from ?? 0) : undefined, participant: t.participant_id }))
    this.redraw()
  }

  #takeHeadings(source: DeskSource): void {
    const o = new Offsets(source.headings.length ? source.text : '')
    this.#headings = source.headings.map((h) => ({ from: o.toUtf16(h.start), to: o.toUtf16(h.end), level: h.level }))
  }

  #takeMemos(delta: Changes): void {
    if (delta.noted) this.memos = delta.memos ?? []
  }

  #takeBook(book: DeskCodebook): void {
    this.book = new Codebook(book)
    this.#styles.write(book.themes)
  }

  async #reloadBook(): Promise<void> {
    try {
      this.#takeBook(await api.ask(api.deskCodebook(this.slug)))
      this.redraw()
    } catch {
      // the old one serves until the server answers
    }
  }

  async reloadBook(): Promise<void> {
    await this.#reloadBook()
  }

  /** The source anew: too much has changed, or something here is not as there. What is typed is kept and sent again. */
  async #reload(): Promise<void> {
    const sync = this.#sync
    const source = this.source
    if (!sync || !source) return
    const typed = sync.working.clean ? null : sync.working.shown.toString()
    const at = this.editor?.view.scrollDOM.scrollTop ?? 0
    const selection = this.editor?.view.state.selection.main
    try {
      const fresh = await api.ask(api.deskSource(this.slug, source.id))
      if (sync !== this.#sync || sync.queue.jobs.length) return
      if (fresh.text === sync.working.shown.toString()) {
        sync.working.saved(fresh.version)
        sync.excerpts.load(fresh.excerpts, fresh.text)
        sync.seq = fresh.seq
        this.memos = fresh.memos
        this.#takeTurns(fresh.turns)
        return
      }
      this.#lay(fresh, this.book.raw)
      queueMicrotask(() => {
        const view = this.editor?.view
        if (!view) return
        if (typed !== null && typed !== fresh.text) this.trouble = 'The text was read anew, and a correction that was not saved yet may be missing. Please look at the last words you typed.'
        if (selection) this.editor?.select(selection.anchor, selection.head)
        view.scrollDOM.scrollTop = at
      })
    } catch {
      // the server does not answer: what is here stays until it does
    }
  }

  async #sendWhatIsLeft(): Promise<void> {
    this.#tab ||= await claimTab()
    for (const tab of waitingTabs(localStorage, this.slug)) {
      if (tab !== this.#tab && !(await isGone(tab))) continue
      const problems = await sendLeft(
        localStorage, this.slug, tab,
        (method, path, body) => api.send(api.studyPath(this.slug, path), method === 'DELETE' ? undefined : body, method),
        (reason) => (reason instanceof api.ApiError && reason.status !== 0 && reason.status < 502 ? reason.message : null),
      )
      if (problems.length) this.trouble = problems.join(' ')
    }
  }
}

const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1)
