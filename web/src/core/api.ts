// Where each thing is asked for, and what is wrong when it is not answered.

import type * as T from './api-types'
import type * as D from './desk-types'
import type { Transfer } from './import/types'
import { isCell, refQuery, type EvidenceRef } from './evidence-ref'

/** An address whose answer has the shape A. */
export interface Endpoint<A> {
  readonly url: string
  /** Never present; it carries the shape. */
  readonly answer?: A
}

const at = <A>(url: string, query: Record<string, string | undefined> = {}): Endpoint<A> => {
  const p = new URLSearchParams()
  for (const [k, v] of Object.entries(query)) if (v) p.set(k, v)
  const q = p.toString()
  return { url: q ? `${url}?${q}` : url }
}
const e = encodeURIComponent
const study = (slug: string, rest = '') => `/api/studies/${e(slug)}${rest}`

export const me = () => at<T.Me>('/api/me')
export const studies = () => at<T.StudyList>('/api/studies')
export const oneStudy = (s: string) => at<T.Study>(study(s))
export const overview = (s: string) => at<T.Overview>(study(s, '/overview'))
export const sites = (s: string) => at<T.SiteList>(study(s, '/sites'))
export const siteProfile = (s: string, letter: string) => at<T.SiteProfile>(study(s, `/sites/${e(letter)}/profile`))
export const agreement = (s: string, q: { site?: string; question?: string }) => at<T.AgreementResult>(study(s, '/agreement'), q)
export const compare = (s: string) => at<T.CompareResult>(study(s, '/compare'))
export const matrix = (s: string, q: { rows: string; columns: string; cells: string; sort?: string }) => at<T.Matrix>(study(s, '/matrix'), q)
/** What each question asks in words, for answers that name a question by its key alone. */
export const questions = (s: string) => at<{ items: { name: string; prompt?: string }[] }>(study(s, '/nouns/questions'))
export const sources = (s: string) => at<T.SourceList>(study(s, '/sources'))
export const source = (s: string, id: string) => at<T.SourceText>(study(s, `/sources/${e(id)}`))
export const transfers = (s: string) => at<{ items: Transfer[]; total: number }>(study(s, '/nouns/transfers'), { limit: '1000' })
export const claims = (s: string) => at<T.ClaimList>(study(s, '/claims'))
export const claim = (s: string, code: string) => at<T.ClaimLine>(study(s, `/claims/${e(code)}`))
export const typologies = (s: string) => at<T.TypologyList>(study(s, '/typologies'))
export const classify = (s: string, typology: string) => at<T.Classification>(study(s, '/classify'), { typology })
export const changesAtOnce = 100
export const changes = (s: string, before = '') => at<T.ChangeList>(study(s, '/changes'), { before, limit: String(changesAtOnce) })
export const report = (s: string, which: string) => at<T.Report>(reportPath(s, which))
export const reportFile = (s: string, which: string, format: string) => `${reportPath(s, which)}.${format}`

export const deskPath = (s: string, rest: string) => study(s, `/desk${rest}`)
export const deskSource = (s: string, id: string) => at<D.DeskSource>(deskPath(s, `/sources/${e(id)}`))
export const deskChanges = (s: string, id: string, since: number) => at<D.Changes>(deskPath(s, `/sources/${e(id)}/changes`), { since: String(since) })
export const deskCodebook = (s: string) => at<D.DeskCodebook>(deskPath(s, '/codebook'))
export const changedExcerpts = (s: string) => at<{ items: D.ChangedExcerpt[] }>(deskPath(s, '/changed'))
export const deskFind = (s: string, q: { q: string; how: string; limit?: string }) => at<{ total: number; items: D.Found[] }>(deskPath(s, '/find'), q)
export const deskVersions = (s: string, id: string) => at<{ items: D.TextVersion[] }>(deskPath(s, `/sources/${e(id)}/versions`))
export const deskVersion = (s: string, id: string, n: number) => at<{ version: number; text: string }>(deskPath(s, `/sources/${e(id)}/versions/${n}`))
export const events = (s: string, since: number) => study(s, `/events?since=${since}`)
export const studyPath = study

/** The address of a file to take away: a table, open files or an archive. */
export const exportFile = (s: string, rest: string, query: Record<string, string> = {}): string => at(study(s, rest), query).url
export const archivePreview = (s: string, query: Record<string, string>) => at<{ changes: T.MaskChange[] }>(study(s, '/archive'), query)
export const named = (s: string, noun: string) => at<{ items: { id: string; name: string; code?: string }[] }>(study(s, `/nouns/${noun}`))

export const evidence = (s: string, ref: EvidenceRef) =>
  at<T.EvidenceList>(`${study(s, isCell(ref) ? '/matrix/cell' : '/evidence')}?${refQuery(ref)}`)

/** Reports on the whole study; any other name is a site's letter. */
export const wholeReports: readonly string[] = ['cross-case', 'methods', 'tables']

const reportPath = (s: string, which: string) =>
  study(s, wholeReports.includes(which) ? `/reports/${which}` : `/reports/site/${e(which)}`)

/** What went wrong, in words that say what to do. */
export class ApiError extends Error {
  readonly status: number
  /** Of a conflict: what stands there now. */
  readonly details: unknown
  constructor(status: number, message: string, details?: unknown) {
    super(message)
    this.status = status
    this.details = details
  }
}

export async function ask<A>(endpoint: Endpoint<A>, init: RequestInit = {}): Promise<A> {
  let answer: Response
  try {
    answer = await fetch(endpoint.url, { ...init, headers: { Accept: 'application/json', ...init.headers } })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(0, 'The server does not answer. Check that “crosscase serve” is running, then try again.')
  }
  if (!answer.ok) throw await problem(answer)
  if (answer.status === 204) return undefined as A
  return (await answer.json()) as A
}

export function send<A>(url: string, body: unknown, method = 'POST'): Promise<A> {
  return ask<A>({ url }, { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } })
}

export const login = (name: string, password: string) => send<T.Me>('/api/login', { login: name, password })
export const logout = () => send<void>('/api/logout', {})
export const undo = (s: string, seq?: number) => send<T.Change>(study(s, '/undo'), seq ? { seq } : {})
export const redo = (s: string) => send<T.Change>(study(s, '/redo'), {})

/** The reason in an RFC 9457 problem; a plain one where the answer holds none. */
async function problem(answer: Response): Promise<ApiError> {
  const plain = answer.status === 404 ? 'There is nothing here, or nothing that you may see.' : `The server answered ${answer.status}.`
  try {
    const body = (await answer.json()) as { detail?: unknown; title?: unknown; details?: unknown }
    const text = [body.detail, body.title].find((t) => typeof t === 'string' && t !== '')
    return new ApiError(answer.status, typeof text === 'string' ? text : plain, body.details)
  } catch {
    return new ApiError(answer.status, plain) // not JSON
  }
}

export const disclosureWords = (level: string): string =>
  ({ participant: 'pseudonym, role and site', role_site: 'role and site', role: 'role', site: 'site', none: 'nobody' })[level] ?? level
