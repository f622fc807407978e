// A chart as the page draws it: cells by place, and what each says in words.

import { plural } from '../format'
import type { Chart, ChartCell, ChartColumn, ChartRow, ChartText, Status } from './types'

export class ChartTable {
  readonly chart: Chart
  readonly #cells: (ChartCell | undefined)[]

  constructor(chart: Chart) {
    this.chart = chart
    this.#cells = new Array<ChartCell | undefined>(chart.rows.length * chart.columns.length)
    for (const cell of chart.cells) this.#cells[cell.row * chart.columns.length + cell.column] = cell
  }

  cell(row: number, column: number): ChartCell | undefined {
    return this.#cells[row * this.chart.columns.length + column]
  }

  /** Where a row and a column of these keys are; null where they are not shown. */
  find(row: string, column: string): { row: number; column: number } | null {
    const at = { row: this.chart.rows.findIndex((r) => r.key === row), column: this.chart.columns.findIndex((c) => c.key === column) }
    return at.row < 0 || at.column < 0 ? null : at
  }

  /** Runs of columns under one heading, with where each begins. */
  groups(): { name: string; from: number; count: number }[] {
    const runs: { name: string; from: number; count: number }[] = []
    for (const [i, c] of this.chart.columns.entries()) {
      const last = runs.at(-1)
      if (last && last.name === c.group) last.count++
      else runs.push({ name: c.group, from: i, count: 1 })
    }
    return runs
  }

  /** How many texts are stale, and how many cells stand at each status. */
  counts(): { stale: number; texts: number; by: Map<Status, number> } {
    const by = new Map<Status, number>()
    let stale = 0
    let texts = 0
    for (const { summary } of this.chart.cells) {
      if (!summary) continue
      if (summary.stale) stale++
      if (summary.text) texts++
      by.set(summary.status, (by.get(summary.status) ?? 0) + 1)
    }
    return { stale, texts, by }
  }
}

/** Statuses in the order charting goes through them, with the key that gives each. */
export const statuses: readonly { status: Status; label: string; mark: string; key: string; meaning: string }[] = [
  { status: 'not_listened', label: 'Not listened', mark: '–', key: '1', meaning: 'nobody has listened to what belongs here yet' },
  { status: 'listened_nothing', label: 'Listened, nothing', mark: '∅', key: '2', meaning: 'listened to, and there was nothing on it' },
  { status: 'draft', label: 'Draft', mark: '…', key: '3', meaning: 'written, not yet held against its excerpts' },
  { status: 'checked', label: 'Checked', mark: '✓', key: '4', meaning: 'held against its excerpts' },
  { status: 'signed_off', label: 'Signed off', mark: '✓✓', key: '5', meaning: 'stands; the site lead or principal investigator can open it again' },
]
export const statusOf = (s: Status) => statuses.find((x) => x.status === s) ?? statuses[2]!

export const columnName = (c: ChartColumn): string => (c.theme && c.theme !== c.label && c.theme === c.key && c.key.length <= 6 ? `${c.key} ${c.label}` : c.label)
export const rowName = (r: ChartRow): string => (r.site && r.site !== r.label ? `Site ${r.site}, ${r.label}` : r.site ? `Site ${r.site}` : r.label)

/** What has changed under a text, in a few words; empty where nothing has. */
export function staleWords(t: ChartText | undefined): string {
  const s = t?.stale
  if (!s) return ''
  if (s.never) return 'never held against its evidence'
  return [s.added && `${s.added} new`, s.removed && `${s.removed} gone`, s.changed && `${s.changed} changed`].filter(Boolean).join(', ')
}

/** What lies in a cell, in words: "5 excerpts from 4 voices". */
export function evidenceWords(cell: ChartCell | undefined): string {
  if (!cell || (cell.excerpts === 0 && !cell.silences)) return 'no evidence'
  const parts = []
  if (cell.excerpts) parts.push(plural(cell.excerpts, 'excerpt') + (cell.voices ? ` from ${plural(cell.voices, 'voice')}` : ''))
  if (cell.silences) parts.push(plural(cell.silences, 'silence'))
  return parts.join(', ')
}

/** A cell for who does not see it. */
export function cellSentence(row: ChartRow, column: ChartColumn, cell: ChartCell | undefined): string {
  const parts = [`${rowName(row)}; ${columnName(column)}: ${cell?.summary?.text.replace(/[.\s]+$/, '') || 'no text'}`]
  if (cell?.summary) parts.push(statusOf(cell.summary.status).label.toLowerCase())
  const stale = staleWords(cell?.summary)
  if (stale) parts.push(`stale: ${stale}`)
  parts.push(evidenceWords(cell))
  if (cell?.summary?.excerpts.length) parts.push(`${plural(cell.summary.excerpts.length, 'link')}`)
  return parts.join('. ')
}
