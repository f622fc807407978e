// Where recordings, passes, uploads and jobs are asked for.

import { ApiError, ask, send, type Endpoint } from './api'
import type { DeskSource } from './desk-types'
import { readPeaks, type Peaks } from './recording/peaks'
import type { Imported, ImportAs } from './import/types'
import type { Job, Listening, Passes, Silence, Transcriber } from './recording-types'

const e = encodeURIComponent
const study = (slug: string, rest: string) => `/api/studies/${e(slug)}${rest}`
const sourcePath = (id: string, rest = '') => `/desk/sources/${e(id)}${rest}`

export type RecordingSource = DeskSource & { silences?: Silence[] }

export const recordingSource = (s: string, id: string): Endpoint<RecordingSource> => ({ url: study(s, sourcePath(id)) })
export const recordingChanges = (s: string, id: string, since: number): Endpoint<RecordingChanges> => ({ url: study(s, sourcePath(id, `/changes?since=${since}`)) })
export const passes = (s: string, id: string): Endpoint<Passes> => ({ url: passesPath(s, id) })
export const passesPath = (s: string, id: string): string => study(s, sourcePath(id, '/passes'))
export const listening = (s: string): Endpoint<Listening> => ({ url: study(s, '/listening') })
export const jobs = (s: string): Endpoint<{ items: Job[] }> => ({ url: study(s, '/jobs') })
export const stopJob = (s: string, id: string): Promise<void> => ask({ url: study(s, `/jobs/${e(id)}`) }, { method: 'DELETE' })
export const transcriber = (s: string): Endpoint<Transcriber> => ({ url: study(s, '/transcriber') })
export const transcribe = (s: string, source: string, body: { excerpt_id?: string; start?: number; end?: number; confirm: true }): Promise<Job> =>
  send(study(s, sourcePath(source, '/transcribe')), body)
export const mediaPath = (s: string, source: string): string => study(s, `/media/${e(source)}`)
export const uploadsPath = (s: string): string => study(s, '/uploads')
export const importUpload = (s: string, id: string, as: ImportAs & { dry_run?: boolean }): Promise<Imported> => send(study(s, `/uploads/${e(id)}/import`), as)
export const dropUpload = (s: string, id: string): Promise<void> => ask({ url: study(s, `/uploads/${e(id)}`) }, { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } })
export const interviews = (s: string): Endpoint<{ items: { id: string; name: string; site_id?: string }[] }> => ({ url: study(s, '/nouns/interviews') })

export interface RecordingChanges {
  seq: number
  reload?: boolean
  excerpts: DeskSource['excerpts']
  removed: string[]
  silences?: Silence[] | null
  silent?: boolean
}

export type PeaksAnswer = { peaks: Peaks } | { job: Job } | { none: string }

/** The waveform, or how far it is, or why there is none. */
export async function peaks(s: string, source: string, signal: AbortSignal): Promise<PeaksAnswer> {
  const answer = await fetch(study(s, `/media/${e(source)}/peaks`), { signal })
  if (answer.status === 202) return (await answer.json()) as { job: Job }
  if (answer.ok) return { peaks: readPeaks(await answer.arrayBuffer(), answer.headers.get('X-Peaks-Rate')) }
  if (answer.status === 404) return { none: await reason(answer) }
  throw new ApiError(answer.status, await reason(answer))
}

async function reason(answer: Response): Promise<string> {
  try {
    const { detail } = (await answer.json()) as { detail?: string }
    return detail ?? ''
  } catch {
    return ''
  }
}
