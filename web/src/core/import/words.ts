// What an import makes, in words.

import { clock, number, plural, words } from '../format'
import type { ImportResult } from './types'

/** "interview, 14 turns". */
export function makes(r: ImportResult): string {
  const rows = r.rows ? `, ${plural(r.rows, 'row')}` : ''
  const turns = r.interview?.turns ? `, ${plural(r.interview.turns, 'turn')}` : ''
  const length = !turns && r.interview?.length ? `, ${number(r.interview.length)} characters` : ''
  return `${kindWords[r.kind] ?? words(r.kind)}${rows}${turns}${length}`
}

const kindWords: Record<string, string> = { evidence: 'evidence table', sites: 'site table', interview: 'transcript' }

/** Who speaks, the one who asks left out. */
export function speakers(r: ImportResult): string[] {
  return r.interview?.participants ?? []
}

/** "Creates site B, participants B/Anna and B/Ben": what did not exist before. Of very many not all are listed, and n counts them. */
export function creates(r: ImportResult): { noun: string; items: string[]; n: number }[] {
  return Object.entries(r.created ?? {})
    .filter(([noun, items]) => noun !== 'source' && items.length > 0)
    .map(([noun, items]) => ({ noun: nouns[noun] ?? words(noun), items, n: Math.max(items.length, r.counts[noun] ?? 0) }))
}

const nouns: Record<string, string> = { site: 'sites', participant: 'participants', interview: 'interviews', round: 'rounds', theme: 'themes', question: 'questions', coder: 'coders', unit: 'units' }

/** "3 interviews": a count of rows by noun. */
export function counted(n: number, key: string): string {
  const one = words(key)
  return `${number(n)} ${n === 1 || one.endsWith('s') ? one : one.endsWith('y') ? `${one.slice(0, -1)}ies` : `${one}s`}`
}

/** A count of a loss report: "codes", "turns in time". */
export const countName = (key: string): string => words(key)

export const fromTime = (ms: number | undefined): string => (ms === undefined ? '' : clock(ms))
