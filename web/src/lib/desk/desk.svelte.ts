// The desk for a text: what is chosen and how it is shown, on top of the sheet that lies there.

import type { ChangeSet } from '@codemirror/state'
import { untrack } from 'svelte'
import { carry, type Place } from '../../core/desk/carry'
import type { DeskSource } from '../../core/desk-types'
import type { Drawn } from '../../core/desk/excerpts'
import { replacedBy } from '../../core/desk/steps'
import type { Drawing, ShownTurn } from './drawing'
import { nudge } from './edges'
import type { Surface } from './surface'
import { Editor } from './editor'
import { Sheet } from './sheet.svelte'
import { themeClass } from './theme-styles'
import type { Look } from './turn-marks'

export type Panel = 'codings' | 'memos' | 'look' | 'versions'
export type Picking = { what: 'theme' | 'new' | 'memo'; at: { left: number; top: number; above: number } }

export class Desk extends Sheet {
  /** The chosen coding, or the chosen excerpt where it has none. */
  chosen = $state('')
  selection = $state.raw<Place>({ from: 0, to: 0 })
  writing = $state(false)
  look = $state<Look>('transcript')
  picking = $state.raw<Picking | null>(null)
  /** The edge of the chosen excerpt that arrows move, and where both are by now. */
  edge = $state.raw<{ excerpt: string; side: 'from' | 'to'; place: Place; was: Place } | null>(null)
  panel = $state<Panel>('codings')
  /** Only this theme is lit; empty lights all. */
  spot = $state('')
  /** The pages of a PDF or the picture, while they are what is shown; null where the text is. */
  surface = $state.raw<Surface | null>(null)
  /** Of a PDF: its text is shown, and not its pages. */
  asText = $state(false)
  finding = $state(false)
  found = $state.raw<{ matches: readonly Place[]; at: number }>({ matches: [], at: -1 })
  #play: ((ms: number) => void) | null = null
  #saying = -1
  #mounted = ''

  get turns(): readonly ShownTurn[] {
    return this.laid.turns
  }

  /** Puts the text into the page. */
  mount(parent: HTMLElement): () => void {
    const { source, sync } = untrack(() => ({ source: this.source, sync: this.sync }))
    if (!source || !sync) return () => {}
    if (!source.turns.length) this.look = 'document'
    this.editor = new Editor(parent, sync.working.shown.toString(), {
      drawing: this.#drawing,
      typed: (changes) => this.typed(changes),
      moved: (changes) => this.#moved(changes),
      selected: () => this.#selected(),
      nudge: (key, byWord) => nudge(this, key, byWord),
      pressed: (at) => this.#pressed(at),
      scrolled: () => this.picking && this.close(),
    }, untrack(() => this.look), `Text of ${source.name}`)
    const editor = this.editor
    // Read anew, the same text goes on being corrected; another one is read first.
    if (source.id !== this.#mounted) this.writing = false
    else if (untrack(() => this.writing)) {
      editor.write(true)
      editor.view.focus()
    }
    this.#mounted = source.id
    return () => {
      this.flush()
      editor.destroy()
      if (this.editor === editor) this.editor = null
    }
  }

  /** Those at the caret or under the selection, the shortest first. */
  here(): Drawn[] {
    void this.tick
    if (this.surface) return this.surface.here()
    const { from, to } = this.selection
    const shown = this.excerpts?.shown
    if (!shown) return []
    return shown.within(from, to, true).map((i) => shown.items[i]!).sort((a, b) => a.to - a.from - (b.to - b.from) || a.from - b.from)
  }

  choose(id: string, options: { show?: boolean } = {}): void {
    this.chosen = id
    const d = id ? this.drawn(id) : undefined
    if (d && options.show) this.editor?.select(d.from, d.from, { center: true })
    if (d && options.show) this.surface?.show(d)
    this.editor?.draw()
  }

  /** Chooses the excerpt that an address names, and opens the list it belongs to. */
  meet(excerpt: string): void {
    const d = this.drawn(excerpt)
    const e = d && this.excerpts?.get(d.excerpt)
    if (!d || !e) {
      this.say('That excerpt is not in this source any more.')
      return
    }
    this.panel = e.lost || e.was ? 'look' : 'codings'
    this.choose(d.id, { show: true })
  }

  turnAt(at: number): ShownTurn | undefined {
    return this.laid.turnAt(at)
  }

  pick(what: Picking['what']): void {
    if (this.surface) this.picking = { what, at: this.surface.at() }
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
    this.focus()
  }

  /** Gives the keys back to the text or the pages. */
  focus(): void {
    if (this.surface) this.surface.focus()
    else this.editor?.view.focus()
  }

  /** Whether there are pages that could be shown. */
  get paged(): boolean {
    return Boolean(this.source?.media?.pages?.length)
  }

  /** Whether pages are shown, and not the text. */
  get onPages(): boolean {
    return this.paged && (!this.asText || this.source?.text === '')
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

  readonly #drawing: Drawing = {
    coded: () => this.excerpts!.shown,
    colour: (theme) => (theme ? themeClass(this.book.indexOf(theme)) : 'bare'),
    label: (d) => this.labelOf(d),
    chosen: (d) => this.chosen !== '' && (d.id === this.chosen || d.excerpt === this.chosen),
    fresh: (d) => this.fresh.has(d.id),
    dimmed: (d) => this.spot !== '' && d.theme !== this.spot,
    choose: (d) => this.choose(d.id),
    turns: () => this.turns,
    headings: () => this.laid.headings,
    play: () => this.play,
    saying: () => this.turns[this.#saying],
    found: () => this.found,
  }

  /** Plays the recording from here; set by the page where there is one. */
  get play(): ((ms: number) => void) | null {
    return this.#play
  }
  set play(play) {
    this.#play = play
    this.editor?.draw()
  }

  /** Marks the turn that is being said; one in sight is followed by the next. */
  setSaying(turn: number, follow: boolean): void {
    if (turn === this.#saying) return
    const before = this.turns[this.#saying]
    this.#saying = turn
    const editor = this.editor
    if (!editor) return
    const now = this.turns[turn]
    const seen = !before || editor.shows(before.from)
    editor.draw()
    if (now && follow && seen && !this.writing) editor.reveal(now.from)
  }

  /** Whether Escape has something to leave. */
  get busy(): boolean {
    return Boolean(this.edge || this.picking || this.finding || this.writing || this.chosen || this.spot)
  }

  labelOf(d: Drawn): string {
    return d.theme ? this.book.label(d.theme) : 'not coded yet'
  }

  #moved(changes: ChangeSet): void {
    this.laid.moved(changes)
    if (!this.found.matches.length) return
    const replaced = replacedBy(changes)
    this.found = { ...this.found, matches: this.found.matches.map((m) => carry(m, replaced)).filter((m) => m.to > m.from) }
  }

  #selected(): void {
    const view = this.editor?.view
    if (!view) return
    const { from, to } = view.state.selection.main
    this.selection = { from, to }
  }

  #pressed(at: number): void {
    const shown = this.excerpts?.shown
    const here = shown?.within(at, at, true).map((i) => shown.items[i]!).sort((a, b) => a.to - a.from - (b.to - b.from)) ?? []
    const next = here[(here.findIndex((d) => d.id === this.chosen) + 1) % Math.max(1, here.length)]
    this.choose(next?.id ?? '')
  }
}
