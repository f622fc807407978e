// A difference between two versions of the codebook as a person reads it: one heading for each thing, its changes below.

import { plural } from '../format'
import { labelOf } from './fields'
import { nounWord } from './tree'
import type { DiffItem, Noun, What } from './types'

export interface Changed {
  noun: Noun
  key: string
  items: DiffItem[]
}

/** The items of each thing together, in the order in which they come. */
export function byThing(items: readonly DiffItem[]): Changed[] {
  const all = new Map<string, Changed>()
  for (const i of items) {
    const id = `${i.noun} ${i.key}`
    const known = all.get(id)
    if (known) known.items.push(i)
    else all.set(id, { noun: i.noun, key: i.key, items: [i] })
  }
  return [...all.values()]
}

/** A change without its texts: "renamed", "moved to Process", "definition changed". */
export function sentence(i: DiffItem): string {
  switch (i.what) {
    case 'added':
      return 'new'
    case 'removed':
      return 'gone'
    case 'renamed':
      return i.field === 'code' ? 'has another code' : 'renamed'
    case 'moved':
      return 'moved'
    case 'merged':
      return i.after ? `merged into ${i.after}` : 'merged'
    case 'split':
      return i.after ? `split into ${i.after}` : 'split'
    case 'retired':
      return 'retired'
    case 'restored':
      return 'in use again'
    case 'changed':
      return i.field ? labelOf(i.noun, i.field).toLowerCase() : 'changed'
  }
}

/** Whether the texts before and after are worth showing. */
export const hasTexts = (i: DiffItem): boolean => ['renamed', 'changed', 'moved'].includes(i.what) && Boolean(i.before || i.after)

export const marks: Record<What, string> = { added: '+', removed: '−', renamed: '~', moved: '↕', merged: '⇒', split: '⋔', retired: '○', restored: '●', changed: '~' }

/** "2 themes new, 1 question gone, 3 things changed". */
export function summary(items: readonly DiffItem[]): string {
  const said: string[] = []
  for (const what of ['added', 'removed', 'merged', 'split', 'retired'] as const)
    for (const noun of ['meta_theme', 'theme', 'question', 'position'] as const) {
      const n = items.filter((i) => i.what === what && i.noun === noun).length
      if (n) said.push(`${plural(n, nounWord[noun])} ${{ added: 'new', removed: 'gone', merged: 'merged', split: 'split', retired: 'retired' }[what]}`)
    }
  const rest = new Set(items.filter((i) => ['renamed', 'moved', 'changed'].includes(i.what)).map((i) => `${i.noun} ${i.key}`)).size
  if (rest) said.push(`${plural(rest, 'thing')} changed`)
  return said.join(', ')
}
