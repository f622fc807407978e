// The fields of each noun as a person fills them (MacQueen et al. 1998), and what is written to the server.

import type { Node } from './tree'
import type { Noun, Row } from './types'

export interface FieldOf {
  name: string
  label: string
  /** What belongs there, said where it is empty. */
  hint: string
  lines: number
}

const theme: readonly FieldOf[] = [
  { name: 'definition', label: 'Brief definition', hint: 'One line: what the theme is about', lines: 2 },
  { name: 'full_definition', label: 'Full definition', hint: 'Everything a new coder needs to know: what is inside and where the edges are', lines: 4 },
  { name: 'use_when', label: 'When to use', hint: 'Conditions under which a passage is coded with it', lines: 3 },
  { name: 'not_when', label: 'When not to use', hint: 'What looks like it and belongs elsewhere', lines: 3 },
  { name: 'example', label: 'Example', hint: 'A passage, as it might be said', lines: 3 },
]
const question: readonly FieldOf[] = [
  { name: 'prompt', label: 'The question in words', hint: 'At how many levels do doctors hold posts?', lines: 2 },
  { name: 'definition', label: 'Definition', hint: 'What counts as an answer, and what does not', lines: 3 },
  { name: 'use_when', label: 'When to use', hint: 'When a passage answers it', lines: 2 },
  { name: 'not_when', label: 'When not to use', hint: 'What looks like an answer and is none', lines: 2 },
  { name: 'example', label: 'Example', hint: 'An answer, as it might be said', lines: 2 },
]
export const longFields: Record<Noun, readonly FieldOf[]> = { meta_theme: [], theme, question, position: [] }

const written: Record<Noun, readonly string[]> = {
  meta_theme: ['id', 'revision', 'name', 'ord'],
  theme: ['id', 'revision', 'meta_theme_id', 'parent_id', 'code', 'name', ...theme.map((f) => f.name), 'colour', 'ord', 'retired', 'meaning'],
  question: ['id', 'revision', 'theme_id', 'name', 'type', ...question.map((f) => f.name), 'tolerance', 'ord'],
  position: ['id', 'revision', 'question_id', 'name', 'definition', 'ord'],
}

/** A line as a row: without what the page shows beside it. */
export function rowOf(noun: Noun, line: object, more: Row = {}): Row {
  const all = { ...line, ...more } as Row
  const out: Row = {}
  for (const f of written[noun]) if (all[f] !== undefined && all[f] !== null) out[f] = all[f]
  return out
}

/** The value of a field; what is absent is empty. */
export const valueOf = (row: object, field: string): unknown => (row as Row)[field] ?? ''

const labels: Record<string, string> = { name: 'Label', code: 'Code', colour: 'Colour', type: 'Type', tolerance: 'Tolerance', retired: 'Retired', meta_theme_id: 'Meta-theme', parent_id: 'Theme above', theme_id: 'Theme', ord: 'Place' }
export function labelOf(noun: Noun, field: string): string {
  if (noun !== 'theme' && field === 'name') return 'Name'
  return longFields[noun].find((f) => f.name === field)?.label ?? labels[field] ?? field
}

/** The fields of two rows that differ, apart from the number of the change. */
export function differing(noun: Noun, a: object, b: object): string[] {
  return written[noun].filter((f) => f !== 'revision' && f !== 'meaning' && String(valueOf(a, f)) !== String(valueOf(b, f)))
}

/** How full a theme's definition is, 0 to 1: the fields a codebook should have. */
export function completeness(n: Node): number {
  const of = n.noun === 'theme' ? theme : []
  if (!of.length) return 1
  return of.filter((f) => valueOf(n.row, f.name) !== '').length / of.length
}
