// The shapes the coding desk reads and writes. Offsets are code points in the version they are given with.

import type { Aspect } from './api-types'

export type ExcerptKind = 'verbatim' | 'gist' | 'note'
export type Elicited = '' | 'yes' | 'no'

export interface Turn {
  start: number
  speech: number
  end: number
  speaker: string
  participant_id?: string | undefined
  from?: number | undefined
  to?: number | undefined
}

export interface DeskCoding {
  id: string
  revision: number
  theme_id: string
  question_id?: string | undefined
  position_id?: string | undefined
  position_set?: string[] | undefined
  number?: number | undefined
  aspect: Aspect
  elicited?: Elicited | undefined
  participant_id?: string | undefined
  coder_id?: string | undefined
  coder?: string | undefined
  mine?: boolean | undefined
  note?: string | undefined
}

/** A rectangle on a page: of a PDF in points from the bottom left, of a picture in pixels from the top left. */
export interface Area {
  page: number
  x0: number
  y0: number
  x1: number
  y1: number
}

/** The size of a page, or of a picture; x and y are of its corner, where that is not 0. */
export interface PageSize {
  x?: number | undefined
  y?: number | undefined
  width: number
  height: number
}

export interface DeskExcerpt {
  id: string
  revision: number
  start: number
  end: number
  measure: 'code_points' | 'milliseconds' | 'page'
  areas?: readonly Area[] | undefined
  kind: ExcerptKind
  text: string
  was?: string | undefined
  lost?: boolean | undefined
  machine?: boolean | undefined
  turns?: Turn[] | undefined
  participant_id?: string | undefined
  key?: boolean | undefined
  memos?: number | undefined
  codings: DeskCoding[]
}

/** An excerpt whose words a correction has changed or taken away, and where it stands. */
export interface ChangedExcerpt {
  source: { id: string; name: string; site?: string | undefined }
  excerpt: DeskExcerpt
}

export interface DeskMemo {
  id: string
  revision: number
  excerpt_id?: string | undefined
  text: string
  title?: string | undefined
  author?: string | undefined
  written?: number | undefined
}

export interface DeskParticipant {
  id: string
  pseudonym: string
  group?: string | undefined
  level?: string | undefined
}

export interface DeskMedia {
  source_id: string
  type: string
  duration: number
  tracks: { kind: string }[]
  pages?: PageSize[] | undefined
  bytes: number
  url: string
  note?: string | undefined
}

export interface DeskSource {
  id: string
  revision: number
  seq: number
  name: string
  kind: 'recording' | 'transcript' | 'document' | 'picture'
  genre?: string | undefined
  site?: string | undefined
  interview?: string | undefined
  note?: string | undefined
  recording_id?: string | undefined
  version: number
  length: number
  text: string
  turns: Turn[]
  headings: { start: number; end: number; level: number }[]
  /** Of a PDF: where each page begins. */
  pages?: number[] | undefined
  media?: DeskMedia | null | undefined
  may: { code: boolean; correct: boolean; codebook: boolean; memo: boolean; listen: boolean }
  coder_id?: string | undefined
  coder: string
  blind?: boolean | undefined
  participants: DeskParticipant[]
  excerpts: DeskExcerpt[]
  memos: DeskMemo[]
  previous?: string | undefined
  next?: string | undefined
}

export interface Step {
  start: number
  end: number
  text?: string | undefined
  was?: string | undefined
  to?: number | null | undefined
}

export interface Changes {
  seq: number
  reload?: boolean | undefined
  version: number
  edits: { version: number; steps: Step[] }[]
  excerpts: DeskExcerpt[]
  removed: string[]
  turns?: Turn[] | undefined
  memos?: DeskMemo[] | undefined
  /** The memos changed. */
  noted?: boolean | undefined
}

/** What a change made of an excerpt; null where it is gone. */
export interface Desked {
  seq: number
  excerpt: DeskExcerpt | null
}

export interface EditAnswer {
  seq: number
  version: number
  length: number
  steps: Step[]
  excerpts: DeskExcerpt[]
  turns: Turn[]
}

export interface EditConflict {
  version: number
  text: string
  start: number
  end: number
  yours: string
}

export interface DeskPosition {
  id: string
  revision: number
  name: string
  definition?: string | undefined
  ord: number
}

export interface DeskQuestion {
  id: string
  revision: number
  theme_id?: string | undefined
  name: string
  prompt?: string | undefined
  type: string
  definition?: string | undefined
  ord: number
  uses: number
  positions: DeskPosition[]
}

export interface DeskTheme {
  id: string
  revision: number
  meta_theme_id?: string | undefined
  parent_id?: string | undefined
  code?: string | undefined
  key: string
  name: string
  definition?: string | undefined
  full_definition?: string | undefined
  use_when?: string | undefined
  not_when?: string | undefined
  example?: string | undefined
  colour?: string | undefined
  ord: number
  retired?: boolean | undefined
  uses: number
}

export interface DeskCodebook {
  seq: number
  meta_themes: { id: string; name: string; ord: number }[]
  themes: DeskTheme[]
  questions: DeskQuestion[]
  guides: { id: string; title: string; round_id?: string | undefined; topics: { ord: number; wording: string; themes: string[]; questions: string[] }[] }[]
}

/** What a coding says besides its theme. */
export interface Answer {
  question_id?: string | undefined
  position_id?: string | undefined
  position_set?: string[] | undefined
  number?: number | undefined
  aspect?: Aspect | undefined
  elicited?: Elicited | undefined
  participant_id?: string | undefined
}

export interface Found {
  source_id: string
  source: string
  site?: string | undefined
  start: number
  end: number
  version: number
  before: string
  match: string
  after: string
  speaker?: string | undefined
}

export interface DeskEvent {
  seq: number
  name?: string | undefined
  mine?: boolean | undefined
  kind?: string | undefined
  entity_id?: string | undefined
  sources: string[]
  /** It touched too many rows to list. */
  many?: boolean | undefined
  codebook?: boolean | undefined
  /** It touched what a matrix shows. */
  charted?: boolean | undefined
}

export interface TextVersion {
  version: number
  seq: number
  at: number
  name?: string | undefined
  inserted: number
  deleted: number
}
