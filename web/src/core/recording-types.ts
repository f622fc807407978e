// The shapes of recordings, passes, uploads and jobs, as the server answers them. Places are milliseconds.

import type { Stretch } from './recording/stretches'

export type SilenceKind = 'not_asked' | 'asked_no_view' | 'not_raised' | 'listened_nothing'

export interface Silence {
  id: string
  theme_id?: string | undefined
  question_id?: string | undefined
  participant_id?: string | undefined
  kind: SilenceKind
  start?: number | undefined
  end?: number | undefined
  note?: string | undefined
  coder?: string | undefined
  mine?: boolean | undefined
}

export interface Pass {
  id: string
  coder: string
  mine?: boolean | undefined
  number: number
  start: number
  end: number
  themes?: string[] | undefined
  note?: string | undefined
  at: number
}

export interface Passes {
  length: number
  /** The number of my pass that is going on, or of the next one. */
  mine: number
  items: Pass[]
  heard: Stretch[]
  heard_mine: Stretch[]
  unheard: number
  transcribed: number
}

export interface ListeningLine {
  source_id: string
  source: string
  site?: string | undefined
  interview?: string | undefined
  length: number
  heard: number
  unheard: number
  passes: number
  listeners: string[]
  transcribed: number
}

export interface Listening {
  items: ListeningLine[]
  length: number
  heard: number
  unheard: number
  transcribed: number
}

export interface Job {
  id: string
  kind: 'peaks' | 'transcribe'
  source_id: string
  excerpt_id?: string | undefined
  state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped'
  /** 0..1 */
  done: number
  note?: string | undefined
  error?: string | undefined
}

export const going = (j: Job): boolean => j.state === 'waiting' || j.state === 'running'

export interface Transcriber {
  configured: boolean
  kind?: string | undefined
  /** Where the sound goes, in words. */
  where?: string | undefined
  model?: string | undefined
}

