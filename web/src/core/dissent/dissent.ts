// Disagreement: minority positions, what became of each, who differs most, and who was not heard.

import { ask, send, studyPath, type Endpoint } from '../api'
import type { Aspect } from '../api-types'
import type { EvidenceRef } from '../evidence-ref'
import { list, plural, words } from '../format'
import type { components } from '../schema'

type S = components['schemas']
export type DissentLine = Omit<S['DissentLine'], 'aspect'> & { aspect: Aspect }
export type Register = Omit<S['DissentRegister'], 'items'> & { items: DissentLine[] }
export type Answering = S['DissentAnswering']
export type Pair = S['AgreementPair']
export type UnheardGroup = S['UnheardGroup']
export type NegativeCases = Omit<S['NegativeCases'], 'within'> & { within: DissentLine[] }
export type AnswerKind = 'explained' | 'negative_case' | 'recoded'

const query = (q: Record<string, string>) => {
  const p = new URLSearchParams(Object.entries(q).filter(([, v]) => v))
  return p.size ? `?${p}` : ''
}
export const register = (s: string, q: { site: string; group: string; level: string; open: string }): Endpoint<Register> => ({ url: studyPath(s, `/dissent${query(q)}`) })
export const pairs = (s: string, site: string): Endpoint<{ items: Pair[] }> => ({ url: studyPath(s, `/dissent/pairs${query({ site })}`) })
export const unheard = (s: string, question: string, site: string): Endpoint<{ items: UnheardGroup[] }> => ({ url: studyPath(s, `/unheard${query({ question, site })}`) })
export const negative = (s: string, code: string): Endpoint<NegativeCases> => ({ url: studyPath(s, `/claims/${encodeURIComponent(code)}/negative`) })

export const answer = (s: string, d: DissentLine, kind: AnswerKind, text: string) =>
  send<unknown>(studyPath(s, '/nouns/dissent-answers'), { site: d.site, question: d.question, aspect: d.aspect, position: d.position, answer: kind, text })
/** Writes over an answer, by whoever answers again. */
export async function answerAgain(s: string, id: string, kind: AnswerKind, text: string): Promise<unknown> {
  const url = studyPath(s, `/nouns/dissent-answers/${encodeURIComponent(id)}`)
  return send<unknown>(url, { ...(await ask<S['DissentAnswer']>({ url })), answer: kind, text, author: '' }, 'PUT')
}
export const takeBack = (s: string, id: string) => send<unknown>(studyPath(s, `/nouns/dissent-answers/${encodeURIComponent(id)}`), {}, 'DELETE')

export const answerKinds: readonly { kind: AnswerKind; label: string; meaning: string }[] = [
  { kind: 'explained', label: 'Explained', meaning: 'why these people see it otherwise is said' },
  { kind: 'negative_case', label: 'Kept as a negative case', meaning: 'it speaks against the finding, and stays' },
  { kind: 'recoded', label: 'Recoded', meaning: 'it rested on a coding that was put right' },
]
export const answerLabel = (kind: string): string => answerKinds.find((a) => a.kind === kind)?.label ?? words(kind)

/** "1 of 4 voices says single, against team". */
export function dissentSentence(d: DissentLine): string {
  const said = d.position === 'mixed' ? (d.who.length === 1 ? 'gives two answers' : 'give two answers') : `${d.who.length === 1 ? 'says' : 'say'} ${words(d.position)}`
  const against = d.leading.length === 1 ? `against ${words(d.leading[0] ?? '')}` : `and no position leads between ${list(d.leading.map(words))}`
  return `${d.who.length} of ${plural(d.voices, 'voice')} ${said}, ${against}`
}

/** People of one label, each label once with how many: "doctor, site A (2)". */
export function whoWords(d: DissentLine): string[] {
  const counts = new Map<string, number>()
  for (const w of d.who) {
    const label = [w.participant, [w.group, w.level].filter(Boolean).join(', ')].filter(Boolean).join(' · ')
    counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  return [...counts].map(([label, n]) => (n > 1 ? `${label} (${n})` : label))
}

export const lineRef = (d: DissentLine): EvidenceRef => ({ title: `Site ${d.site} · ${words(d.question)} · ${words(d.position)}`, site: d.site, question: d.question, aspect: d.aspect, position: d.position })
export const lineKey = (d: { site: string; question: string; aspect: string; position: string }): string => [d.site, d.question, d.aspect, d.position].join('|')
