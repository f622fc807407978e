// A source on the desk, in step with the server: its text, what is coded in it, and what waits to be sent.

import type { ChangeSet } from '@codemirror/state'
import * as api from '../../core/api'
import type { DeskCodebook, DeskExcerpt, DeskMemo, DeskSource, EditConflict, Turn } from '../../core/desk-types'
import type { Place } from '../../core/desk/carry'
import { Codebook } from '../../core/desk/codebook'
import type { Drawn, Excerpts } from '../../core/desk/excerpts'
import { markOf } from '../../core/desk/marking'
import type { Job } from '../../core/desk/queue'
import { keepWaiting } from '../../core/desk/waiting'
import { capital } from '../../core/format'
import { Offsets } from '../../core/offsets'
import { Scope } from '../../core/scope'
import { uuid7 } from '../../core/uuid7'
import { listen } from '../live'
import type { Editor } from './editor'
import { Fresh } from './fresh'
import { Laid } from './laid'
import { sendWhatIsLeft } from './left'
import { Sync } from './sync'
import { claimTab } from './tab'
import { ThemeStyles } from './theme-styles'

const pause = 800 // ms without a key before a correction goes out

export class Sheet {
  readonly slug: string
  source = $state.raw<DeskSource | null>(null)
  book = $state.raw(Codebook.empty())
  memos = $state.raw<readonly DeskMemo[]>([])
  error = $state.raw<api.ApiError | null>(null)
  /** Counts up with whatever changes in the excerpts, which are no state themselves. */
  tick = $state(0)
  conflict = $state.raw<EditConflict | null>(null)
  said = $state('')
  trouble = $state('')
  pending = $state(0)
  sending = $state(false)
  waiting = $state(false)
  live = $state(true)

  editor: Editor | null = null
  readonly laid = new Laid()
  readonly fresh: Fresh
  readonly #scope = new Scope()
  readonly #styles = new ThemeStyles(this.#scope)
  #sync: Sync | null = null
  #save: (() => void) | null = null
  #tab = ''
  #opened = 0

  constructor(slug: string) {
    this.slug = slug
    this.fresh = new Fresh(this.#scope, () => this.redraw())
  }

  get excerpts(): Excerpts | null {
    return this.#sync?.excerpts ?? null
  }
  get sync(): Sync | null {
    return this.#sync
  }

  /** Opens a source; an older wish to open another is dropped. */
  async open(id: string): Promise<void> {
    const turn = ++this.#opened
    this.error = null
    try {
      this.#tab ||= await claimTab()
      this.trouble = (await sendWhatIsLeft(this.slug, this.#tab)).join(' ')
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
        show: (changes) => (this.editor ? this.editor.remote(changes) : this.laid.moved(changes)),
        turns: (turns) => this.#takeTurns(turns),
        memos: (delta) => delta.noted && (this.memos = delta.memos ?? []),
        answered: (job, answer) => this.#answered(job, answer),
        refused: (job, reason) => void this.#refused(job, reason),
        conflict: (c) => (this.conflict = c),
        arrived: (e) => this.fresh.light(e, this.source?.seq ?? 0),
        saved: () => this.#saved(),
        reload: () => void this.#reload(),
        changed: () => this.#stand(),
        keep: (list) => this.#tab && keepWaiting(localStorage, this.slug, this.#tab, list),
      },
      source.text, source.version, source.seq, source.excerpts, source.pages,
    )
    this.memos = source.memos
    this.#takeTurns(source.turns, new Offsets(source.text))
    this.laid.takeHeadings(source)
    this.laid.takePages(source)
    this.source = source
    this.tick++
  }

  /** Listens for as long as the page is open. */
  start(): () => void {
    const scope = this.#scope
    listen(scope, this.slug, {
      since: () => this.#sync?.seq ?? -1,
      changed: (e) => {
        if (e.codebook || e.many) void this.reloadBook()
        if (e.many || e.sources.includes(this.source?.id ?? '')) void this.#sync?.pull()
      },
      connected: (on) => {
        this.live = on
        if (!on) return
        if (this.#sync?.astray) void this.#reload()
        this.#sync?.queue.retry()
        void this.#sync?.pull()
      },
    })
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

  drawn(id: string): Drawn | undefined {
    return this.#sync?.excerpts.shown.items.find((d) => d.id === id || d.excerpt === id)
  }

  words(d: Place): string {
    return this.editor?.view.state.sliceDoc(d.from, d.to) ?? this.#sync?.working.shown.sliceString(d.from, d.to) ?? ''
  }

  /** What a coding is on, in words: those of the text, or of an area what is known of it. */
  saying(d: Drawn, most = 160): string {
    if (!d.areas) return this.words({ from: d.from, to: Math.min(d.to, d.from + most) })
    const page = this.source?.kind === 'picture' ? 'area' : `area on page ${(d.areas[0]?.page ?? 0) + 1}`
    return this.excerpts?.get(d.excerpt)?.text.slice(0, most) || page
  }

  /** Typed here: shown at once, sent after a pause. */
  protected typed(changes: ChangeSet): void {
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
      void this.reloadBook()
    }
    this.redraw()
  }

  /** Of a coding the mark stays, without its theme. */
  async #refused(job: Job, reason: api.ApiError): Promise<void> {
    const mark = reason.status === 403 ? null : markOf(job, uuid7())
    this.trouble = `${capital(job.what)} could not be kept. ${reason.message}`
    if (!mark || !job.excerpt || !this.excerpts?.get(job.excerpt)) return
    this.excerpts.change(job.excerpt, (e) => ({ ...e, codings: e.codings.filter((c) => c.id !== job.body['coding_id']) }))
    this.#sync?.queue.add(mark)
    await this.reloadBook()
    const gone = !this.book.theme(String(job.body['theme_id']))
    this.trouble = `${capital(job.what)} could not be kept: ${gone ? 'that theme has been deleted from the codebook meanwhile.' : reason.message} The words stay marked, to be coded anew.`
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

  #takeTurns(turns: readonly Turn[], offsets?: Offsets): void {
    const sync = this.#sync
    if (!sync) return
    const o = offsets ?? new Offsets(sync.working.base)
    this.laid.takeTurns(turns, (point, side) => sync.working.unsaved.mapPos(o.toUtf16(point), side))
    this.redraw()
  }

  #takeBook(book: DeskCodebook): void {
    this.book = new Codebook(book)
    this.#styles.write(book.themes)
  }

  async reloadBook(): Promise<void> {
    try {
      this.#takeBook(await api.ask(api.deskCodebook(this.slug)))
      this.redraw()
    } catch {
      // the old one serves until the server answers
    }
  }

  /** The source anew: too much has changed, or something here is not as there. What is typed is kept and sent again. */
  async #reload(): Promise<void> {
    const sync = this.#sync
    const source = this.source
    if (!sync || !source) return
    try {
      const fresh = await this.#readAnew(sync, source.id)
      if (!fresh) return
      const typed = sync.working.clean ? null : sync.working.shown.toString()
      const at = this.editor?.view.scrollDOM.scrollTop ?? 0
      const selection = this.editor?.view.state.selection.main
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

  /** The source as it is there, after what was typed here has gone out; null where the text on the screen may stay. */
  async #readAnew(sync: Sync, id: string): Promise<DeskSource | null> {
    for (let tries = 0; ; tries++) {
      if (!sync.astray && !sync.working.clean) {
        this.flush()
        await sync.queue.settled()
      }
      const fresh = await api.ask(api.deskSource(this.slug, id))
      if (sync !== this.#sync || sync.queue.jobs.length) return null
      if (fresh.text === sync.working.shown.toString()) {
        sync.agree(fresh)
        this.memos = fresh.memos
        this.#takeTurns(fresh.turns)
        return null
      }
      if (sync.astray || sync.working.clean || tries > 4) return fresh // else something was typed meanwhile
    }
  }
}
