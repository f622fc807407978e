// What waits for the server, kept in the browser: a reload or a crash loses nothing.
//
// The rules are:
//   - each tab keeps its own list, and holds a lock of the same name while it lives;
//   - a list whose lock is free belongs to a tab that is gone: the next desk of that study sends it first;
//   - the correction of a text goes before the codings, which count in the version it makes.

import type { Step } from '../desk-types'
import { uuid7 } from '../uuid7'
import { markOf } from './marking'
import type { Job } from './queue'

export interface Draft {
  id: string
  source: string
  /** Of the text that the steps count in; 0 is the version that the draft before this one makes. */
  version: number
  steps: Step[]
}

export interface WaitingList {
  drafts: Draft[]
  jobs: Job[]
}

export interface Shelf {
  readonly length: number
  key(i: number): string | null
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

const prefix = (study: string) => `crosscase.waiting.${study}.`

export function keepWaiting(shelf: Shelf, study: string, tab: string, list: WaitingList): void {
  if (list.drafts.length || list.jobs.length) shelf.setItem(prefix(study) + tab, JSON.stringify(list))
  else shelf.removeItem(prefix(study) + tab)
}

export function waitingTabs(shelf: Shelf, study: string): string[] {
  const tabs: string[] = []
  for (let i = 0; i < shelf.length; i++) {
    const key = shelf.key(i)
    if (key?.startsWith(prefix(study))) tabs.push(key.slice(prefix(study).length))
  }
  return tabs
}

export function waitingOf(shelf: Shelf, study: string, tab: string): WaitingList {
  try {
    const list = JSON.parse(shelf.getItem(prefix(study) + tab) ?? '{}') as Partial<WaitingList>
    return { drafts: Array.isArray(list.drafts) ? list.drafts : [], jobs: Array.isArray(list.jobs) ? list.jobs : [] }
  } catch {
    return { drafts: [], jobs: [] }
  }
}

/** Sends what a tab that is gone has left. What the server refuses comes back in words; where it does not answer, all stays. */
export async function sendLeft(
  shelf: Shelf, study: string, tab: string,
  send: (method: string, path: string, body: unknown) => Promise<unknown>,
  refused: (reason: unknown) => string | null,
): Promise<string[]> {
  const list = waitingOf(shelf, study, tab)
  const problems: string[] = []
  let version = 0
  while (list.drafts.length || list.jobs.length) {
    const draft = list.drafts[0]
    const job = list.jobs[0]
    try {
      if (draft) {
        const answer = (await send('POST', `/desk/sources/${draft.source}/text`, { id: draft.id, version: draft.version || version, steps: draft.steps })) as { version?: number }
        version = answer.version ?? version
      } else if (job && !job.once) {
        const next = job.body['version'] === 0 && version > 0
        await send(job.method, job.path, next ? { ...job.body, version } : job.body)
      }
    } catch (reason) {
      const why = refused(reason)
      if (why === null) return [...problems, 'Some of what you did before is still waiting: the server does not answer.']
      problems.push(`${draft ? `A correction (“${draft.steps.map((s) => s.text ?? '').join(' … ').slice(0, 200)}”)` : (job?.what ?? 'A change')} could not be kept: ${why}`)
      const mark = !draft && job && markOf(job, uuid7())
      if (mark) list.jobs.splice(1, 0, mark)
    }
    if (draft) list.drafts.shift()
    else list.jobs.shift()
    keepWaiting(shelf, study, tab, list)
  }
  keepWaiting(shelf, study, tab, list)
  return problems
}
