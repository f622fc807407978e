// The product's fixed words with what each means, in one place, so that legends, cells and sentences agree.

import type { Aspect, CriterionMark, Reading, Status } from './api-types'
import { words } from './format'

export interface Word {
  label: string
  meaning: string
}

const statuses: Record<Status, Word> = {
  unanimous: { label: 'Unanimous', meaning: 'every voice takes the same position' },
  agreement: { label: 'Agreement', meaning: 'four voices or more, and three quarters of them agree' },
  majority_with_dissent: { label: 'Majority, with dissent', meaning: 'more than half agree; others say otherwise' },
  split: { label: 'Split', meaning: 'no position has more than half of the voices' },
  divided_by_role: { label: 'Divided by role', meaning: 'professions agree among themselves and differ from each other' },
  divided_by_level: { label: 'Divided by level', meaning: 'board and units agree among themselves and differ from each other' },
  single_voice: { label: 'Single voice', meaning: 'one person spoke; nothing to agree with' },
  unheard: { label: 'Unheard', meaning: 'nobody spoke on it' },
}

export const statusWord = (s: Status): Word => statuses[s] ?? { label: words(s), meaning: '' }

/** From the one a reader must see first to the one they may skip. */
export const statusOrder: readonly Status[] = [
  'divided_by_role', 'divided_by_level', 'split', 'majority_with_dissent', 'agreement', 'unanimous', 'single_voice', 'unheard',
]

const readings: Record<Reading, Word> = {
  common_ground: { label: 'Common ground', meaning: 'sites agree inside and with each other' },
  site_specific: { label: 'Site-specific', meaning: 'each site agrees inside; sites differ from each other' },
  locally_contested: { label: 'Locally contested', meaning: 'people differ inside some sites' },
  contested_everywhere: { label: 'Contested everywhere', meaning: 'people differ inside every site' },
  undecided: { label: 'Undecided', meaning: 'fewer than two sites have two voices, or too few sites have a position' },
}

export const readingWord = (r: Reading): Word => readings[r]
/** The shapes of the consistency map, as characters. */
export const readingMarks: Record<Reading, string> = { common_ground: '●', site_specific: '■', locally_contested: '▲', contested_everywhere: '◆', undecided: '○' }
export const readingOrder: readonly Reading[] = ['contested_everywhere', 'locally_contested', 'site_specific', 'common_ground', 'undecided']

/** Standings in the order in which they ask for attention, with the mark that stands beside the word. */
export type StandingTone = 'good' | 'warn' | 'bad' | 'open'
export interface StandingWord extends Word {
  tone: StandingTone
  mark: string
}

const standings: readonly [string, StandingWord][] = [
  ['fails', { label: 'Fails', meaning: 'the record contradicts it', tone: 'bad', mark: '✕' }],
  ['contradicted_by', { label: 'Contradicted', meaning: 'another claim that holds contradicts it', tone: 'bad', mark: '✕' }],
  ['holds_with_internal_contradiction', { label: 'Holds, contradicting itself', meaning: 'its own exception denies its quantifier', tone: 'warn', mark: '!' }],
  ['contested', { label: 'Contested', meaning: 'a reading that evidence stands against', tone: 'warn', mark: '!' }],
  ['overgeneralised', { label: 'Overgeneralised', meaning: 'its scope is wider than that of the claims it rests on', tone: 'warn', mark: '>' }],
  ['no_antecedent', { label: 'No antecedent', meaning: 'a conclusion that cites no finding', tone: 'warn', mark: '∅' }],
  ['weak_antecedent', { label: 'Weak antecedent', meaning: 'the claims it rests on are about something else', tone: 'warn', mark: '~' }],
  ['partly_evidenced', { label: 'Partly evidenced', meaning: 'said of all, shown for some, contradicted by none', tone: 'warn', mark: '◐' }],
  ['unknown', { label: 'Cannot be known', meaning: 'sites it speaks of are unknown', tone: 'open', mark: '?' }],
  ['unverifiable', { label: 'Unverifiable', meaning: 'nothing in the record could show it', tone: 'open', mark: '?' }],
  ['draft', { label: 'Draft', meaning: 'its quantifier is vague until a count is given', tone: 'open', mark: '…' }],
  ['interpretive', { label: 'Interpretive', meaning: 'a reading that evidence neither bears out nor contradicts', tone: 'open', mark: '“' }],
  ['rests_on_antecedents', { label: 'Rests on antecedents', meaning: 'stands as far as the claims it cites do', tone: 'good', mark: '✓' }],
  ['holds', { label: 'Holds', meaning: 'the record bears it out', tone: 'good', mark: '✓' }],
]

export const standingOrder: readonly string[] = standings.map(([key]) => key)

/** "contradicted_by:C37" is contradicted_by with the code of the other claim. */
export function standingParts(standing: string): { key: string; by?: string } {
  const [key = '', by] = standing.split(':')
  return by ? { key, by } : { key }
}

export function standingWord(standing: string): StandingWord {
  const { key, by } = standingParts(standing)
  const found = standings.find(([k]) => k === key)?.[1] ?? { label: words(key), meaning: '', tone: 'open', mark: '·' }
  return by ? { ...found, label: `${found.label} by ${by}` } : found
}

const aspects: Record<Aspect, Word> = {
  formal: { label: 'formal', meaning: 'how it is laid down' },
  practice: { label: 'practice', meaning: 'how it works' },
  self_label: { label: 'self-label', meaning: 'what they call themselves' },
  opinion: { label: 'opinion', meaning: 'what the speaker thinks' },
}
export const aspectWord = (a: string): Word => aspects[a as Aspect] ?? { label: words(a), meaning: '' }

export const criterionMarks: Record<CriterionMark, Word & { mark: string }> = {
  met: { label: 'Met', meaning: 'the evidence meets the criterion', mark: '✓' },
  contradicted: { label: 'Contradicted', meaning: 'the evidence contradicts it', mark: '✕' },
  mixed: { label: 'Mixed', meaning: 'evidence for and against', mark: '≈' },
  no_evidence: { label: 'No evidence', meaning: 'nobody was asked, or nobody said', mark: '·' },
}
