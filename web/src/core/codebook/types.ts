// The shapes of the codebook page. A row is what stands in the study; a line is a row with what the page shows beside it.

export type Noun = 'meta_theme' | 'theme' | 'question' | 'position'
export type QuestionType = 'nominal' | 'ordinal' | 'set' | 'numeric'

export interface MetaTheme {
  id: string
  revision: number
  name: string
  ord: number
}

export interface Theme {
  id: string
  revision: number
  meta_theme_id?: string | undefined
  parent_id?: string | undefined
  code?: string | undefined
  name: string
  definition?: string | undefined
  full_definition?: string | undefined
  use_when?: string | undefined
  not_when?: string | undefined
  example?: string | undefined
  colour?: string | undefined
  ord: number
  retired?: boolean | undefined
  meaning?: number | undefined
  uses: number
}

export interface Position {
  id: string
  revision: number
  question_id?: string | undefined
  name: string
  definition?: string | undefined
  ord: number
}

export interface Question {
  id: string
  revision: number
  theme_id?: string | undefined
  name: string
  prompt?: string | undefined
  type: QuestionType
  definition?: string | undefined
  use_when?: string | undefined
  not_when?: string | undefined
  example?: string | undefined
  tolerance?: number | undefined
  ord: number
  uses: number
  positions: Position[]
}

export interface Codebook {
  seq: number
  meta_themes: MetaTheme[]
  themes: Theme[]
  questions: Question[]
}

export interface MoveRequest {
  noun: Noun
  id: string
  /** The sibling it is to stand before; last where absent. */
  before?: string
  meta_theme_id?: string
  parent_id?: string
  theme_id?: string
}

/** Fields of a row by name, as written to the server. */
export type Row = Record<string, unknown>

export interface ThemeCoding {
  id: string
  text: string
  source_id: string
  source: string
  site?: string
  speaker?: string
  question?: string
  position?: string
}

export interface Version {
  id: string
  number: number
  name?: string
  note?: string
  seq: number
  at: number
  author?: string
}

export type What = 'added' | 'removed' | 'renamed' | 'moved' | 'merged' | 'split' | 'retired' | 'restored' | 'changed'

export interface DiffItem {
  noun: Noun
  /** Of a position "question: name". */
  key: string
  what: What
  field?: string
  before?: string
  after?: string
}

export interface RevisitItem {
  theme: { id: string; key: string; name: string }
  meaning: number
  why: string
  source: { id: string; name: string; site?: string; kind: string }
  codings: number
  done?: boolean
  by?: string
  at?: number
}

export interface RevisitList {
  items: RevisitItem[]
  open: number
}

export interface Template {
  key: string
  title: string
  about: string
  themes: number
  questions: number
}
