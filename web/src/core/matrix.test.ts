import { describe, expect, it } from 'vitest'
import type { Matrix } from './api-types'
import { cellRef, cellSentence, heat, MatrixView } from './matrix'

const people = { voices: 3, listened: 9, interviewed: 14 }
const matrix: Matrix = {
  rows: [{ key: 'A', label: 'Site A', site: 'A', ...people }, { key: 'u1', label: 'Ward 1', site: 'B', ...people }],
  columns: [{ key: 'S1', label: 'Posts', group: 'Structure', theme: 'S1' }, { key: 'S2', label: 'Board', group: 'Structure', theme: 'S2' }, { key: 'P1', label: 'Training', group: 'Process', theme: 'P1' }],
  cells: [{ row: 1, column: 2, excerpts: 4, codings: 4, ...people, statements: 1, silences: 0 }],
  attributes: [],
}
const view = new MatrixView(matrix)

describe('MatrixView', () => {
  it('finds a cell and the groups of columns', () => {
    expect(view.cell(1, 2)?.excerpts).toBe(4)
    expect(view.cell(0, 2)).toBeUndefined()
    expect(view.groups()).toEqual([{ name: 'Structure', from: 0, count: 2 }, { name: 'Process', from: 2, count: 1 }])
  })
  it('says a cell with its denominators', () => {
    const [row, column] = [matrix.rows[1], matrix.columns[2]]
    if (!row || !column) throw new Error('fixture')
    expect(cellSentence(row, column, view.cell(1, 2))).toBe('Site B, Ward 1; P1 Training: 4 excerpts, from 3 voices of 9 listened to, 14 interviewed, 1 statement without a speaker')
    expect(cellSentence(row, column, undefined)).toBe('Site B, Ward 1; P1 Training: nothing recorded')
    expect(cellRef('unit', 'theme', row, column)).toEqual({ title: 'Site B · Ward 1 · P1 Training', rows: 'unit', row: 'u1', columns: 'theme', column: 'P1' })
  })
  it('grows darker with the root of the count', () => expect([heat(0, 16), heat(4, 16), heat(16, 16)]).toEqual([0, 0.5, 1]))
})
