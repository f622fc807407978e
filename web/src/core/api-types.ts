// The shapes the page reads: those of openapi.yaml (`npm run schema` writes schema.d.ts), under the
// product's words, with closed lists of words where the document says only "string".

import type { components } from './schema'

type S = components['schemas']
type Narrow<T, N> = Omit<T, keyof N> & N

export type Status =
  | 'unheard' | 'single_voice' | 'unanimous' | 'agreement' | 'majority_with_dissent' | 'split'
  | 'divided_by_role' | 'divided_by_level'
export type Aspect = 'formal' | 'practice' | 'self_label' | 'opinion'
export type Reading = 'common_ground' | 'site_specific' | 'contested_everywhere' | 'locally_contested' | 'undecided'
export type CriterionMark = 'met' | 'contradicted' | 'mixed' | 'no_evidence'

export type Me = S['Me']
export type StudyList = S['StudyList']
export type Study = S['StudyLine']
export type Change = S['Change']
export type ChangeList = S['ChangeList']

export type Inconsistency = S['Inconsistency']
export type Overview = Narrow<S['Overview'], { readings: { reading: Reading; questions: number }[] }>

export type AttributeColumn = S['AttributeColumn']
export type SiteLine = S['SiteLine']
export type SiteList = S['SiteList']
export type Post = Pick<S['Post'], 'id' | 'title' | 'level' | 'reports_to' | 'profession' | 'sessions' | 'accountable' | 'mode' | 'note'>
export type CoverageLine = S['CoverageLine']
export type AspectShift = S['AspectShift']
export type Vantage = S['SiteVantage']
export type GroupCount = S['GroupCount']
export type SiteProfile = Narrow<S['SiteProfile'], { agreement: QuestionAgreement[] }>

export type SiteAgreement = Narrow<S['AgreementSiteResult'], { status: Status }>
export type QuestionAgreement = Narrow<S['QuestionAgreement'], { aspect: Aspect; sites: SiteAgreement[] }>
export interface AgreementResult { questions: QuestionAgreement[] }

export type ComparedSite = S['AgreementSitePosition']
/** Prompt and theme_name are filled by the page where the answer names a question by its key alone. */
export type QuestionComparison = Narrow<S['AgreementConsistency'], { aspect: Aspect; reading: Reading; prompt?: string; theme_name?: string }>
export interface CompareResult { questions: QuestionComparison[] }

export type MatrixRow = S['MatrixRow']
export type MatrixColumn = S['MatrixColumn']
export type MatrixCell = Narrow<S['MatrixCell'], { status?: Status }>
export type Matrix = Narrow<S['Matrix'], { cells: MatrixCell[] }>

export type EvidenceItem = Narrow<S['EvidenceItem'], { aspect?: Aspect; kind: 'verbatim' | 'gist' | 'note' }>
export type EvidenceList = Narrow<S['EvidenceList'], { items: EvidenceItem[] }>

export type SourceLine = S['SourceLine']
export type SourceList = S['SourceList']
export type SourceExcerpt = S['SourceExcerpt']
export type SourceText = S['SourceView']

export type ClaimSite = Narrow<S['ClaimSite'], { value: 'holds' | 'fails' | 'unknown' | 'out_of_scope' }>
export type ClaimLine = Narrow<S['ClaimLine'], { by_site?: ClaimSite[] }>
export interface ClaimList { claims: ClaimLine[] }

export type TypologyList = S['TypologyList']
type TypePlacement = Narrow<S['TypePlacement'], { criteria: Narrow<S['CriterionMark'], { mark: CriterionMark }>[] }>
export type Classification = Narrow<S['Placement'], { sites: Narrow<S['SitePlacement'], { types: TypePlacement[] }>[] }>

export type ReportSentence = S['ReportSentence']
export type ReportTable = S['ReportTable']
export type ReportBlock = S['ReportBlock']
export type Report = S['Report']

export type MaskChange = S['MaskChange']
