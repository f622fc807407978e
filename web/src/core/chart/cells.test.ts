import { describe, expect, it } from 'vitest'
import { cellSentence, ChartTable, evidenceWords, staleWords } from './cells'
import type { Chart, ChartCell, ChartText } from './types'

const text = (over: Partial<ChartText> = {}): ChartText => ({ id: 's', revision: 1, text: 'They lead.', status: 'draft', excerpts: [], ...over })
const cell = (over: Partial<ChartCell> = {}): ChartCell => ({ row: 0, column: 1, excerpts: 2, voices: 1, seal: 'x', ...over })
const chart: Chart = {
  rows: [{ key: 'A', label: 'A', site: 'A', listened: 1, interviewed: 2 }],
  columns: [{ key: 'S1', label: 'Structure', group: 'one', theme: 'S1' }, { key: 'S2', label: 'Levels', group: 'one', theme: 'S2' }, { key: 'P1', label: 'Process', group: 'two', theme: 'P1' }],
  cells: [cell({ summary: text({ stale: { added: 1, removed: 0, changed: 2 } }) })],
  attributes: [], all_columns: [], empty_seal: '', seq: 1,
}

describe('ChartTable', () => {
  const t = new ChartTable(chart)
  it('finds cells by place and by key', () => {
    expect(t.cell(0, 1)?.excerpts).toBe(2)
    expect(t.cell(0, 0)).toBeUndefined()
    expect(t.find('A', 'S2')).toEqual({ row: 0, column: 1 })
    expect(t.find('A', 'gone')).toBeNull()
  })
  it('puts columns of one meta-theme under one heading', () => expect(t.groups()).toEqual([{ name: 'one', from: 0, count: 2 }, { name: 'two', from: 2, count: 1 }]))
  it('counts what is stale', () => expect(t.counts()).toMatchObject({ stale: 1, texts: 1 }))
})

describe('words', () => {
  it('says what changed', () => {
    expect(staleWords(text())).toBe('')
    expect(staleWords(text({ stale: { added: 1, removed: 0, changed: 2 } }))).toBe('1 new, 2 changed')
    expect(staleWords(text({ stale: { added: 3, removed: 0, changed: 0, never: true } }))).toBe('never held against its evidence')
  })
  it('says what lies in a cell', () => {
    expect(evidenceWords(undefined)).toBe('no evidence')
    expect(evidenceWords(cell({ silences: 1 }))).toBe('2 excerpts from 1 voice, 1 silence')
  })
  it('says a whole cell', () =>
    expect(cellSentence(chart.rows[0]!, chart.columns[1]!, chart.cells[0])).toBe('Site A; S2 Levels: They lead. draft. stale: 1 new, 2 changed. 2 excerpts from 1 voice'))
})
