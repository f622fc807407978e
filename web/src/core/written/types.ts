// The shapes of written reports, under the product's words.

import type { components } from '../schema'

type S = components['schemas']

export type ReportState = 'draft' | 'challenged' | 'fact_checked' | 'locked'
export type BlockKind = 'heading' | 'paragraph' | 'item' | 'quotation' | 'view'
export type SentenceKind = 'descriptive' | 'count' | 'quotation' | 'interpretive' | 'linking'
export type Rule = 'stale' | 'gone' | 'count' | 'quotation' | 'evidence' | 'memo' | 'dissent' | 'objection' | 'view' | 'discussion' | 'unlinked'
export type Mark = '' | 'strong' | 'emphasis'

export interface Span { text: string; mark?: Mark; sentence?: string }
export interface Block { kind: BlockKind; level?: number; view?: string; excerpt?: string; spans?: Span[] }
export interface Sentence { id: string; kind: SentenceKind; from?: string; evidence?: string[]; claims?: string[]; memo?: string; hash?: string; was?: string }

export type WrittenLine = Omit<S['WrittenLine'], 'state' | 'kind'> & { state: ReportState; kind: 'site' | 'cross-case' }
export type Finding = Omit<S['ReportFinding'], 'rule'> & { rule: Rule }
export type Objection = Omit<S['Objection'], 'kind'> & { kind: 'challenge' | 'fact' }
export type CitedExcerpt = S['ReportCitedExcerpt']
export type ViewBlock = S['ReportBlock']
export type RecordSentence = S['ReportSentence']
export type WrittenReport = Omit<S['WrittenReport'], 'blocks' | 'sentences' | 'state' | 'kind'> & { blocks?: Block[]; sentences?: Sentence[]; state: ReportState; kind: 'site' | 'cross-case' }
export type Written = Omit<S['Written'], 'report' | 'findings' | 'objections' | 'next'> & { report: WrittenReport; findings: Finding[]; objections: Objection[]; next?: ReportState }
