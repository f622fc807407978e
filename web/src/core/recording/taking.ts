// What is asked after a mark, one thing at a time, each by a single key and each to be skipped: theme, then as at the
// text desk question, position and aspect; who speaks, where the interview has several people; elicited or volunteered.

import { asks, begin, choose, number, options, skip, type Answering, type Option } from '../desk/answering'
import type { Codebook } from '../desk/codebook'
import type { Answer, DeskParticipant, DeskTheme } from '../desk-types'

export interface Taking {
  answering: Answering
  /** Who speaks is being asked; the rest of the answering goes on afterwards. */
  speaker: boolean
  people: readonly DeskParticipant[]
}

export function take(book: Codebook, theme: DeskTheme, given: Answer, people: readonly DeskParticipant[]): Taking {
  const known = given.participant_id || people.length < 2
  return settle(null, { answering: begin(book, theme, given), speaker: false, people: known ? [] : people })
}

export const taken = (t: Taking): boolean => t.answering.stage === 'done' && !t.speaker

export function asked(book: Codebook, t: Taking): string {
  return t.speaker ? 'Who speaks?' : asks(book, t.answering)
}

export function choices(book: Codebook, t: Taking): Option[] {
  if (!t.speaker) return options(book, t.answering)
  return t.people.map((p, i) => ({ key: i < 9 ? String(i + 1) : String.fromCharCode(97 + i - 9), label: p.pseudonym, hint: [p.group, p.level].filter(Boolean).join(', '), chosen: t.answering.answer.participant_id === p.id }))
}

export function pick(book: Codebook, t: Taking, key: string): Taking {
  if (!t.speaker) return settle(t, { ...t, answering: choose(book, t.answering, key) })
  const who = t.people[choices(book, t).findIndex((o) => o.key === key)]
  if (!who) return t
  return { ...t, speaker: false, people: [], answering: { ...t.answering, answer: { ...t.answering.answer, participant_id: who.id } } }
}

export function pass(t: Taking): Taking {
  if (t.speaker) return { ...t, speaker: false, people: [] }
  return settle(t, { ...t, answering: skip(t.answering) })
}

export function count(t: Taking, value: number): Taking {
  return settle(t, { ...t, answering: number(t.answering, value) })
}

/** Asks who speaks once the aspect is answered or skipped, or where nothing else is asked. */
function settle(before: Taking | null, t: Taking): Taking {
  if (!t.people.length) return t
  const left = before?.answering.stage === 'aspect' && t.answering.stage === 'elicited'
  return left || t.answering.stage === 'done' ? { ...t, speaker: true } : t
}
