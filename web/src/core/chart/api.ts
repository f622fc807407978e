// Where charting asks and writes.

import { send, studyPath, type Endpoint } from '../api'
import type { CellKey, Chart, Charted, KeptView, SinceList, Status } from './types'
import type { ViewQuery } from './view'
import { viewParams } from './view'

const chart = (s: string, rest = '') => studyPath(s, `/chart${rest}`)
const summary = (s: string, id: string, what: string) => chart(s, `/summaries/${encodeURIComponent(id)}/${what}`)

export const chartOf = (s: string, q: ViewQuery): Endpoint<Chart> => ({ url: `${chart(s)}?${viewParams(q)}` })
export const chartFile = (s: string, q: ViewQuery, format: 'docx' | 'xlsx') => `${chart(s, `/files/chart.${format}`)}?${viewParams(q)}`
export const since = (s: string, id: string): Endpoint<SinceList> => ({ url: summary(s, id, 'since') })
export const views = (s: string): Endpoint<{ items: KeptView[] }> => ({ url: studyPath(s, '/nouns/matrix-views') })

export const write = (s: string, body: CellKey & { text: string; revision: number; seal?: string }) => send<Charted>(chart(s), body)
export const setStatus = (s: string, body: CellKey & { status: Status; revision: number }) => send<Charted>(chart(s, '/status'), body)
export const link = (s: string, body: CellKey & { excerpt: string; remove?: boolean }) => send<Charted>(chart(s, '/links'), body)
export const confirm = (s: string, id: string, body: { revision: number; seal?: string }) => send<Charted>(summary(s, id, 'confirm'), body)
export const keepView = (s: string, body: Partial<KeptView>) => send<KeptView>(studyPath(s, '/nouns/matrix-views'), body)
export const dropView = (s: string, id: string) => send<unknown>(studyPath(s, `/nouns/matrix-views/${encodeURIComponent(id)}`), {}, 'DELETE')
