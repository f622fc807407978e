// Where written reports are read and written.

import { ask, send, type Endpoint } from '../api'
import type { Block, ReportState, Sentence, Written, WrittenLine } from './types'

const e = encodeURIComponent
const all = (slug: string, rest = '') => `/api/studies/${e(slug)}/written${rest}`
const one = (slug: string, id: string, rest = '') => all(slug, `/${e(id)}${rest}`)

export const writtenReports = (s: string): Endpoint<{ items: WrittenLine[] }> => ({ url: all(s) })
export const written = (s: string, id: string): Endpoint<Written> => ({ url: one(s, id) })
export const start = (s: string, kind: 'site' | 'cross-case', site: string) => send<Written>(all(s), site ? { kind, site } : { kind })
export const save = (s: string, id: string, text: { revision: number; title: string; blocks: Block[]; sentences: Sentence[] }) => send<Written>(one(s, id), text, 'PUT')
export const confirm = (s: string, id: string, revision: number, sentences: string[], take: boolean) => send<Written>(one(s, id, '/confirm'), { revision, sentences, take })
export const go = (s: string, id: string, revision: number, state: ReportState) => send<Written>(one(s, id, '/state'), { revision, state })
export const object = (s: string, id: string, objection: { kind: 'challenge' | 'fact'; text: string; sentence?: string; words?: string; from?: string }) => send<Written>(one(s, id, '/objections'), objection)
export const answer = (s: string, id: string, objection: string, text: string) => send<Written>(one(s, id, `/objections/${e(objection)}/answer`), { answer: text }, 'PUT')
export const file = (s: string, id: string, kind: string, nameless = false) => one(s, id, `/files/${kind}${nameless ? '?nameless=true' : ''}`)
export const memos = (s: string): Endpoint<{ items: { id: string; title?: string; text: string; code?: string }[] }> => ({ url: `/api/studies/${e(s)}/nouns/memos` })
export const refresh = ask
