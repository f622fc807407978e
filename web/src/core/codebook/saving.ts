// Writing one field of a row while others may be writing too. The rules are:
//   - what a person typed is written over the row as it stands, with that row's revision;
//   - where the row was changed meanwhile, but not in this field, the field is written over the new row;
//   - where this field was changed too, nothing is written: both values are shown, and the person chooses.

import { ApiError } from '../api'
import { rowOf, valueOf } from './fields'
import type { Noun, Row } from './types'

export type Saved = { as: 'same' } | { as: 'saved'; row: Row } | { as: 'conflict'; theirs: unknown; standing: Row }

const attempts = 4

/** began is the value that the person saw when they began to type. */
export async function saveField(
  replace: (row: Row) => Promise<Row>, noun: Noun, standing: object, field: string, value: unknown, began: unknown,
): Promise<Saved> {
  let row = rowOf(noun, standing)
  for (let i = 0; ; i++) {
    const now = valueOf(row, field)
    if (now === value) return { as: 'same' }
    if (now !== began) return { as: 'conflict', theirs: now, standing: row }
    try {
      return { as: 'saved', row: await replace(rowOf(noun, row, { [field]: value })) }
    } catch (reason) {
      if (!(reason instanceof ApiError) || reason.status !== 409 || i + 1 >= attempts || !isRow(reason.details)) throw reason
      row = rowOf(noun, reason.details)
    }
  }
}

const isRow = (v: unknown): v is Row => typeof v === 'object' && v !== null && 'id' in v && 'revision' in v
