// The shapes charting reads and writes.

import type { components } from '../schema'

type S = components['schemas']
export type Status = 'not_listened' | 'listened_nothing' | 'draft' | 'checked' | 'signed_off'
export type ChartText = Omit<S['ChartText'], 'status'> & { status: Status }
export type ChartCell = Omit<S['ChartCell'], 'summary'> & { summary?: ChartText }
export type ChartRow = S['ChartRow']
export type ChartColumn = S['ChartColumn']
export type Chart = Omit<S['ChartView'], 'cells'> & { cells: ChartCell[] }
export type SinceList = S['SinceList']
export type SinceLine = S['SinceLine']
export type KeptView = S['MatrixView']
export type RowKind = 'participant' | 'unit' | 'site' | 'type' | 'role'
export type ColumnKind = 'theme' | 'question'

/** A cell by the keys of its row and column. */
export interface CellKey {
  rows: RowKind
  row: string
  columns: ColumnKind
  column: string
  typology?: string
}

export interface Charted {
  summary: ChartText
  seq: number
}

/** What a conflict says that stands in the cell. */
export interface Standing {
  id: string
  revision: number
  text: string
  author?: string
}
