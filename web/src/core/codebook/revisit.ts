// The list of sources to go through again, by theme.

import type { RevisitItem } from './types'

export interface ThemeToRevisit {
  id: string
  key: string
  name: string
  /** What happened to it, in a sentence. */
  why: string
  done: number
  total: number
  items: RevisitItem[]
}

/** Items by theme, in the order in which they come; what is done is left out unless all is wanted, but counted. */
export function themesToRevisit(items: readonly RevisitItem[], all: boolean): ThemeToRevisit[] {
  const by = new Map<string, ThemeToRevisit>()
  for (const i of items) {
    const t = by.get(i.theme.id) ?? { ...i.theme, why: i.why, done: 0, total: 0, items: [] }
    by.set(i.theme.id, t)
    t.total++
    if (i.done) t.done++
    if (all || !i.done) t.items.push(i)
  }
  return [...by.values()].filter((t) => t.items.length > 0)
}
