// After the theme: question, position, aspect, elicited or volunteered, each by a single key, each to be skipped.

import type { Aspect } from '../api-types'
import type { Answer, DeskQuestion, DeskTheme } from '../desk-types'
import { aspectWord } from '../words'
import type { Codebook } from './codebook'

export type Stage = 'question' | 'position' | 'number' | 'aspect' | 'elicited' | 'done'

export interface Answering {
  theme: DeskTheme
  stage: Stage
  answer: Answer
}

export interface Option {
  key: string
  label: string
  hint: string
  chosen: boolean
}

export function begin(book: Codebook, theme: DeskTheme, given: Answer = {}): Answering {
  const questions = book.questionsOf(theme.id)
  if (!questions.length) return { theme, stage: 'done', answer: given }
  if (given.position_id) return { theme, stage: 'aspect', answer: given }
  const only = given.question_id ? book.question(given.question_id) : questions.length === 1 ? questions[0] : undefined
  return only ? ask({ theme, stage: 'question', answer: given }, only) : { theme, stage: 'question', answer: given }
}

function ask(at: Answering, q: DeskQuestion): Answering {
  return { ...at, answer: { ...at.answer, question_id: q.id }, stage: q.type === 'numeric' ? 'number' : q.positions.length ? 'position' : 'aspect' }
}

/** What is asked, in words. */
export function asks(book: Codebook, at: Answering): string {
  const q = at.answer.question_id ? book.question(at.answer.question_id) : undefined
  if (at.stage === 'position' || at.stage === 'number') return q?.prompt || q?.name || ''
  return { question: 'Which question does it answer?', aspect: 'How is it meant?', elicited: 'Asked for, or volunteered?', done: '' }[at.stage] ?? ''
}

const aspects: [string, Aspect][] = [['o', 'opinion'], ['p', 'practice'], ['f', 'formal'], ['s', 'self_label']]

export function options(book: Codebook, at: Answering): Option[] {
  const a = at.answer
  switch (at.stage) {
    case 'question':
      return book.questionsOf(at.theme.id).map((q, i) => ({ key: keyOf(i), label: q.prompt || q.name, hint: q.definition ?? '', chosen: q.id === a.question_id }))
    case 'position':
      return (book.question(a.question_id ?? '')?.positions ?? []).map((p, i) => ({ key: keyOf(i), label: p.name, hint: p.definition ?? '', chosen: p.id === a.position_id || Boolean(a.position_set?.includes(p.id)) }))
    case 'aspect':
      return aspects.map(([key, aspect]) => ({ key, label: aspectWord(aspect).label, hint: aspectWord(aspect).meaning, chosen: a.aspect === aspect }))
    case 'elicited':
      return [{ key: 'e', label: 'elicited', hint: 'said in answer to a question', chosen: a.elicited === 'yes' }, { key: 'v', label: 'volunteered', hint: 'said unasked', chosen: a.elicited === 'no' }]
    default:
      return []
  }
}

/** What the key chooses; the same state where it chooses nothing. */
export function choose(book: Codebook, at: Answering, key: string): Answering {
  const i = options(book, at).findIndex((o) => o.key === key)
  if (i < 0) return at
  const q = book.question(at.answer.question_id ?? '')
  if (at.stage === 'question') {
    const picked = book.questionsOf(at.theme.id)[i]
    return picked ? ask(at, picked) : at
  }
  if (at.stage === 'position') {
    const id = q?.positions[i]?.id ?? ''
    if (q?.type !== 'set') return { ...at, stage: 'aspect', answer: { ...at.answer, position_id: id } }
    const set = at.answer.position_set ?? []
    return { ...at, answer: { ...at.answer, position_set: set.includes(id) ? set.filter((p) => p !== id) : [...set, id] } }
  }
  if (at.stage === 'aspect') return { ...at, stage: 'elicited', answer: { ...at.answer, aspect: aspects[i]?.[1] } }
  return { ...at, stage: 'done', answer: { ...at.answer, elicited: i === 0 ? 'yes' : 'no' } }
}

/** On to the next without an answer. A question without a position says nothing, so it is left out with it. */
export function skip(at: Answering): Answering {
  if (at.stage === 'question') return { ...at, stage: 'done' }
  const answered = at.stage !== 'position' || Boolean(at.answer.position_set?.length)
  if (at.stage === 'position' || at.stage === 'number') return answered && at.stage === 'position' ? { ...at, stage: 'aspect' } : { ...at, stage: 'done' }
  return { ...at, stage: at.stage === 'aspect' ? 'elicited' : 'done' }
}

/** What is said when no more is: a question nobody has answered is left out. */
export function said(at: Answering): Answer {
  const { position_id, position_set, number: value, question_id, ...rest } = at.answer
  const answered = position_id !== undefined || Boolean(position_set?.length) || value !== undefined
  return answered ? { ...rest, question_id, ...(position_id === undefined ? {} : { position_id }), ...(position_set?.length ? { position_set } : {}), ...(value === undefined ? {} : { number: value }) } : rest
}

export function number(at: Answering, value: number): Answering {
  return { ...at, stage: 'aspect', answer: { ...at.answer, number: value } }
}

function keyOf(i: number): string {
  return i < 9 ? String(i + 1) : String.fromCharCode(97 + i - 9)
}
