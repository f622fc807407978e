// A chart that several people write in: what stands, what one is writing, and what the others do meanwhile.
//
// The rules are:
//   - what is typed is a draft, kept until it stands in the study: Escape, another cell and a lost connection cost nothing;
//   - others' changes are taken in as they come; a draft over a text that somebody else has changed is a conflict that
//     shows both, and nothing is written over;
//   - a draft is sent with the seal of the cell as its writer saw it, so that it does not rest on what came meanwhile.

import { ApiError, ask, redo, undo } from '../../core/api'
import * as api from '../../core/chart/api'
import { ChartTable, columnName, rowName, statusOf } from '../../core/chart/cells'
import type { CellKey, ChartCell, ChartText, Standing, Status } from '../../core/chart/types'
import type { ViewQuery } from '../../core/chart/view'
import { viewParams } from '../../core/chart/view'
import type { Cursor } from '../../core/grid'
import type { Scope } from '../../core/scope'
import { listen } from '../live'

export interface Draft {
  key: CellKey
  text: string
  /** What stood in the cell when the writer began, or took up theirs. */
  began: string
  seal: string
  conflict?: Standing
  failure?: string
  saving?: boolean
}

const idOf = (k: CellKey): string => [k.rows, k.row, k.columns, k.column, k.typology ?? ''].join('\u0001')

export class Chart {
  readonly slug: string
  table = $state.raw<ChartTable | undefined>(undefined)
  error = $state.raw<ApiError | undefined>(undefined)
  view = $state.raw<ViewQuery | undefined>(undefined)
  cursor = $state.raw<Cursor>({ row: 0, column: 0 })
  /** The cell that is open, and whether to write in it or to look at what changed under it. */
  open = $state.raw<{ id: string; as: 'write' | 'since' } | null>(null)
  drafts = $state.raw<Readonly<Record<string, Draft>>>({})
  said = $state('')
  connected = $state(true)
  #asked = 0
  #waiting = false
  #scope: Scope | null = null

  constructor(slug: string) {
    this.slug = slug
  }

  /** Shows a view and what becomes of it, for as long as the scope lasts. */
  show(view: ViewQuery): void {
    const same = this.view && viewParams(this.view) === viewParams(view)
    this.view = view
    if (!same) {
      this.table = undefined
      this.open = null
      this.cursor = { row: 0, column: 0 }
      void this.load()
    }
  }

  follow(scope: Scope): void {
    this.#scope = scope
    listen(scope, this.slug, {
      since: () => this.table?.chart.seq ?? -1,
      changed: (e) => {
        if (e.charted || e.many) this.soon()
      },
      connected: (on) => {
        if (on && !this.connected) this.soon()
        this.connected = on
      },
    })
  }

  /** Asks again before long: several changes at once are one question. */
  soon(): void {
    if (this.#waiting || !this.#scope) return
    this.#waiting = true
    this.#scope.timeout(() => {
      this.#waiting = false
      void this.load()
    }, 120)
  }

  async load(): Promise<void> {
    if (!this.view) return
    const turn = ++this.#asked
    try {
      const chart = await ask(api.chartOf(this.slug, this.view))
      if (turn !== this.#asked) return
      const at = this.table && this.#keysAt(this.cursor)
      this.table = new ChartTable(chart)
      this.error = undefined
      if (at) this.cursor = this.table.find(at.row, at.column) ?? { row: Math.min(this.cursor.row, Math.max(0, chart.rows.length - 1)), column: Math.min(this.cursor.column, Math.max(0, chart.columns.length - 1)) }
    } catch (reason) {
      if (turn === this.#asked) this.error = reason instanceof ApiError ? reason : new ApiError(0, String(reason))
    }
  }

  #keysAt(c: Cursor): { row: string; column: string } | null {
    const row = this.table?.chart.rows[c.row]
    const column = this.table?.chart.columns[c.column]
    return row && column ? { row: row.key, column: column.key } : null
  }

  keyAt(c: Cursor): CellKey | null {
    const at = this.#keysAt(c)
    if (!at || !this.view) return null
    const key: CellKey = { rows: this.view.rows, row: at.row, columns: this.view.columns, column: at.column }
    if (this.view.rows === 'type') key.typology = this.table?.chart.typology ?? ''
    return key
  }

  idAt(c: Cursor): string {
    const key = this.keyAt(c)
    return key ? idOf(key) : ''
  }

  cellAt(c: Cursor): ChartCell | undefined {
    return this.table?.cell(c.row, c.column)
  }

  labelAt(c: Cursor): string {
    const row = this.table?.chart.rows[c.row]
    const column = this.table?.chart.columns[c.column]
    return row && column ? `${rowName(row)} · ${columnName(column)}` : ''
  }

  /** Opens a cell in place. */
  enter(c: Cursor, as: 'write' | 'since' = 'write'): void {
    const key = this.keyAt(c)
    if (!key) return
    const id = idOf(key)
    const cell = this.cellAt(c)
    if (!this.drafts[id]) this.#draft(id, { key, text: cell?.summary?.text ?? '', began: cell?.summary?.text ?? '', seal: cell?.seal ?? this.table?.chart.empty_seal ?? '' })
    this.cursor = c
    this.open = { id, as }
  }

  /** Leaves the open cell; what was typed stays a draft. */
  leave(): void {
    const id = this.open?.id
    this.open = null
    const d = id ? this.drafts[id] : undefined
    if (id && d && d.text === d.began && !d.conflict) this.#drop(id)
  }

  type(id: string, text: string): void {
    const d = this.drafts[id]
    if (d) this.#draft(id, { ...d, text })
  }

  /** The writer has seen what lies in the cell by now. */
  seen(id: string): void {
    const d = this.drafts[id]
    const cell = d && this.#cellOf(d.key)
    if (d && cell) this.#draft(id, { ...d, seal: cell.seal })
  }

  get unsaved(): number {
    return Object.values(this.drafts).filter((d) => d.text !== d.began).length
  }

  isUnsaved(id: string): boolean {
    const d = this.drafts[id]
    return Boolean(d && d.text !== d.began)
  }

  #draft(id: string, d: Draft): void {
    this.drafts = { ...this.drafts, [id]: d }
  }

  #drop(id: string): void {
    this.drafts = Object.fromEntries(Object.entries(this.drafts).filter(([k]) => k !== id))
  }

  #cellOf(key: CellKey): ChartCell | undefined {
    const at = this.table?.find(key.row, key.column)
    return at ? this.table?.cell(at.row, at.column) : undefined
  }

  /** Writes a draft. True where it stands. */
  async save(id: string): Promise<boolean> {
    const d = this.drafts[id]
    if (!d || d.saving) return false
    const standing = this.#cellOf(d.key)?.summary
    if ((standing?.text ?? '') !== d.began) {
      this.#draft(id, { ...d, conflict: standing ?? { id: '', revision: 0, text: '' } })
      return false
    }
    if (d.text === d.began) {
      this.leave()
      return true
    }
    const { failure: _, ...clean } = d
    this.#draft(id, { ...clean, saving: true })
    try {
      const done = await api.write(this.slug, { ...d.key, text: d.text, revision: standing?.revision ?? 0, seal: d.seal })
      this.#take(d.key, done.summary)
      const now = this.drafts[id]
      // What was typed while the write was under way stays a draft, begun from what was written.
      if (now && now.text !== d.text) this.#draft(id, { key: d.key, text: now.text, began: d.text, seal: now.seal })
      else this.#drop(id)
      if (this.open?.id === id && !this.drafts[id]) this.open = null
      this.said = 'Saved'
      return true
    } catch (reason) {
      const back = this.drafts[id] ?? d
      const { saving: __, ...rest } = back
      if (reason instanceof ApiError && reason.status === 409) {
        this.#draft(id, { ...rest, conflict: (reason.details as Standing | undefined) ?? { id: '', revision: 0, text: '' } })
        void this.load()
      } else this.#draft(id, { ...rest, failure: reason instanceof Error ? reason.message : String(reason) })
      return false
    }
  }

  /** Ends a conflict: with one's own text, over theirs, or with theirs. */
  async settle(id: string, mine: boolean): Promise<void> {
    const d = this.drafts[id]
    if (!d?.conflict) return
    await this.load() // the choice is made over the cell as it stands
    const theirs = this.#cellOf(d.key)?.summary?.text ?? ''
    const { conflict: _, ...rest } = d
    if (mine) {
      this.#draft(id, { ...rest, began: theirs })
      await this.save(id)
      return
    }
    this.#drop(id)
    if (this.open?.id === id) this.open = null
  }

  /** Puts what was answered into the cell at once; the event brings the rest. */
  #take(key: CellKey, summary: ChartText): void {
    const t = this.table
    const at = t?.find(key.row, key.column)
    if (!t || !at) return
    const old = t.cell(at.row, at.column)
    const next: ChartCell = { ...(old ?? { row: at.row, column: at.column, excerpts: 0, voices: 0, seal: t.chart.empty_seal }), summary }
    const cells = t.chart.cells.filter((c) => c !== old)
    cells.push(next)
    this.table = new ChartTable({ ...t.chart, cells })
  }

  async #do(what: () => Promise<string>): Promise<void> {
    try {
      this.said = await what()
    } catch (reason) {
      this.said = reason instanceof Error ? reason.message : String(reason)
      if (reason instanceof ApiError && reason.status === 409) void this.load()
    }
  }

  setStatus(c: Cursor, status: Status): Promise<void> {
    return this.#do(async () => {
      const key = this.keyAt(c)
      if (!key) return ''
      const done = await api.setStatus(this.slug, { ...key, status, revision: this.cellAt(c)?.summary?.revision ?? 0 })
      this.#take(key, done.summary)
      return statusOf(status).label
    })
  }

  confirm(key: CellKey, seal: string): Promise<void> {
    return this.#do(async () => {
      const summary = this.#cellOf(key)?.summary
      if (!summary?.stale) return 'Nothing has changed under this text'
      const done = await api.confirm(this.slug, summary.id, { revision: summary.revision, seal })
      this.#take(key, done.summary)
      this.open = null
      return 'Confirmed: it is still true'
    })
  }

  link(key: CellKey, excerpt: string, remove = false): Promise<void> {
    return this.#do(async () => {
      const done = await api.link(this.slug, { ...key, excerpt, remove })
      this.#take(key, done.summary)
      return remove ? 'The link is taken away' : done.seq ? 'Linked' : 'It was linked already'
    })
  }

  linked(key: CellKey): readonly string[] {
    return this.#cellOf(key)?.summary?.excerpts ?? []
  }

  undo(): Promise<void> {
    return this.#do(async () => {
      await undo(this.slug)
      await this.load()
      return 'Your last change is taken back'
    })
  }

  redo(): Promise<void> {
    return this.#do(async () => {
      await redo(this.slug)
      await this.load()
      return 'It is back'
    })
  }

  /** The next cell after the cursor whose text is stale, round the corner; null for none. */
  nextStale(): Cursor | null {
    const t = this.table
    if (!t) return null
    const width = t.chart.columns.length
    const all = t.chart.rows.length * width
    const from = this.cursor.row * width + this.cursor.column
    for (let k = 1; k <= all; k++) {
      const i = (from + k) % all
      const c = { row: Math.floor(i / width), column: i % width }
      if (t.cell(c.row, c.column)?.summary?.stale) return c
    }
    return null
  }
}
