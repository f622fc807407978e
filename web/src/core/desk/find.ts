// Finding in the open text.

import type { Place } from './carry'

export type How = 'exact' | 'words' | 'regexp'
export const mostMatches = 5000

/** Where the text has it; an error in words where an expression is none. */
export function find(text: string, wanted: string, how: How): { matches: Place[]; error: string } {
  if (!wanted) return { matches: [], error: '' }
  const source = how === 'regexp' ? wanted : wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  let expression: RegExp
  try {
    expression = new RegExp(how === 'words' ? `(?<![\\p{L}\\p{Nd}])(?:${source})(?![\\p{L}\\p{Nd}])` : source, 'giu')
  } catch {
    return { matches: [], error: 'This is not a regular expression.' }
  }
  const matches: Place[] = []
  for (const m of text.matchAll(expression)) {
    if (m[0] !== '') matches.push({ from: m.index, to: m.index + m[0].length })
    if (matches.length >= mostMatches) break
  }
  return { matches, error: '' }
}

/** The match at or after a place, going round at the end. */
export function following(matches: readonly Place[], at: number, forward: boolean): number {
  if (!matches.length) return -1
  if (forward) {
    const i = matches.findIndex((m) => m.from >= at)
    return i < 0 ? 0 : i
  }
  const i = matches.findLastIndex((m) => m.to <= at)
  return i < 0 ? matches.length - 1 : i
}
