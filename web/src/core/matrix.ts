// A matrix as the page draws it: cells by place, what each says in words, how dark it is.

import type { Matrix, MatrixCell, MatrixColumn, MatrixRow } from './api-types'
import type { EvidenceRef } from './evidence-ref'
import { plural, words } from './format'
import { statusWord } from './words'

export class MatrixView {
  readonly matrix: Matrix
  readonly most: number
  readonly #cells: (MatrixCell | undefined)[]

  constructor(matrix: Matrix) {
    this.matrix = matrix
    this.#cells = new Array<MatrixCell | undefined>(matrix.rows.length * matrix.columns.length)
    for (const cell of matrix.cells) this.#cells[cell.row * matrix.columns.length + cell.column] = cell
    this.most = Math.max(1, ...matrix.cells.map((c) => c.excerpts))
  }

  cell(row: number, column: number): MatrixCell | undefined {
    return this.#cells[row * this.matrix.columns.length + column]
  }

  /** Runs of columns under one heading (meta-theme), with where each begins. */
  groups(): { name: string; from: number; count: number }[] {
    const runs: { name: string; from: number; count: number }[] = []
    for (const [i, c] of this.matrix.columns.entries()) {
      const last = runs.at(-1)
      if (last && last.name === c.group) last.count++
      else runs.push({ name: c.group, from: i, count: 1 })
    }
    return runs
  }
}

/** 0 to 1: how much lies in a cell, on a root scale so that small counts are still told apart. */
export const heat = (excerpts: number, most: number): number => Math.sqrt(excerpts / Math.max(1, most))

export function cellSentence(row: MatrixRow, column: MatrixColumn, cell: MatrixCell | undefined, cells = 'count'): string {
  const where = `${row.site && row.site !== row.key ? `Site ${row.site}, ` : ''}${row.label === row.site ? `Site ${row.label}` : row.label}; ${columnName(column)}`
  if (!cell || (cell.excerpts === 0 && cell.silences === 0)) return `${where}: nothing recorded`
  const parts = [plural(cell.excerpts, 'excerpt')]
  if (cell.voices) parts.push(`from ${plural(cell.voices, 'voice')}${cell.interviewed ? ` of ${cell.listened} listened to, ${cell.interviewed} interviewed` : ''}`)
  if (cell.statements) parts.push(`${plural(cell.statements, 'statement')} without a speaker`)
  if (cell.position && cells !== 'count') parts.push(words(cell.position))
  if (cells !== 'count' && cell.status && cell.status !== 'unheard') parts.push(statusWord(cell.status).label.toLowerCase())
  if (cell.silences) parts.push(plural(cell.silences, 'recorded silence'))
  return `${where}: ${parts.join(', ')}`
}

export const columnName = (c: MatrixColumn): string => (c.theme && c.theme !== c.label ? `${c.theme} ${c.label}` : c.label)

export function cellRef(rows: string, columns: string, row: MatrixRow, column: MatrixColumn): EvidenceRef {
  return { title: `${row.site && row.site !== row.key ? `Site ${row.site} · ` : ''}${row.label === row.site ? `Site ${row.label}` : row.label} · ${columnName(column)}`, rows, row: row.key, columns, column: column.key }
}
