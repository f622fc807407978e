// The shapes the page reads. They mirror openapi.yaml; `npm run schema` writes the
// generated form beside this file.

export type Status =
  | 'unheard' | 'single_voice' | 'unanimous' | 'agreement' | 'majority_with_dissent' | 'split'
  | 'divided_by_role' | 'divided_by_level';
export type Aspect = 'formal' | 'practice' | 'self_label' | 'opinion';
export type Reading =
  | 'common_ground' | 'site_specific' | 'contested_everywhere' | 'locally_contested' | 'undecided';

export interface Me { signed_in: boolean; local: boolean; account?: string; login?: string }

export interface StudyLine { slug: string; title: string; synthetic: boolean; counts: Record<string, number>; role: string }

export interface Settings {
  agreement_share: number; agreement_voices: number; group_share: number; divide_gap: number;
  thin_voices: number; reading_d: number; reading_b: number; disclosure: string; small_cell: number;
}

export interface Study extends StudyLine { about: string; settings: Settings; revision: number; may: string[] }

export interface RoundCount { round: string; interviews: number; target: number }
export interface Inconsistency { id: string; severity: string; issue: string; sites?: string[]; response?: string }
export interface Overview {
  counts: Record<string, number>;
  rounds: RoundCount[];
  readings: { reading: Reading; questions: number }[];
  standings: { standing: string; claims: number }[];
  coverage: { themes: number; with_evidence: number; without: string[] };
  thin_sites: { site: string; voices: number; interviewed: number }[];
  inconsistencies: Inconsistency[];
  changes: Change[];
}

export interface AttributeColumn { name: string; label: string; type: 'number' | 'text' }
export interface SiteLine {
  id: string; letter: string; kind?: string; name?: string;
  attributes: Record<string, string>; interviewed: number; listened: number; voices: number; statements: number;
}
export interface SiteList { attributes: AttributeColumn[]; items: SiteLine[] }

export interface Post {
  id: string; title: string; level: number; reports_to?: string; profession?: string;
  sessions?: number; accountable?: boolean; mode?: string; note?: string;
}
export interface AttributeValue extends AttributeColumn { value?: string }
export interface CoverageLine { theme: string; name: string; meta: string; excerpts: number; voices: number; silences: number; statements: number }
export interface AspectShift { question: string; prompt: string; theme: string; formal?: string; practice?: string; reading: 'same' | 'drift' | 'reversible' | 'contested' | 'unknown' }
export interface Vantage { question: string; prompt: string; theme: string; board: Record<string, number>; unit: Record<string, number>; overlap: number | null; divergence: number | null }
export interface GroupCount { group: string; level: string; participants: number; interviewed: number; voices: number }
export interface SiteProfile {
  site: SiteLine; attributes: AttributeValue[]; posts: Post[]; participants: GroupCount[];
  coverage: CoverageLine[]; agreement: QuestionAgreement[]; inconsistencies: Inconsistency[];
  formal_practice: AspectShift[]; vantage: Vantage[];
}

export interface Voice { participant: string; position: string; holds?: string[]; excerpts: string[] }
export interface Statement { position: string; excerpts: string[] }
export interface SiteAgreement {
  site: string; voices: number; listened: number; interviewed: number;
  positions: Record<string, number>;
  d: number | null; a: number | null; status: Status; divided_by: 'role' | 'level' | null;
  flip: number | null; dissent: string[]; position: string;
  decided?: boolean; contested?: boolean; stated?: boolean; thin_because?: string;
  override?: { position: string; computed: string; reason: string };
  minority?: Voice[]; no_position?: number; statements?: Statement[];
  record_against_voices?: { statement: string; voices: string[]; excerpts: string[] }[];
  silences?: Record<string, number>; median?: number; range?: number[];
}
export interface QuestionAgreement {
  question: string; prompt?: string; theme: string; theme_name?: string; aspect: Aspect;
  type?: string; order?: string[]; sites: SiteAgreement[];
}
export interface AgreementResult { questions: QuestionAgreement[] }

export interface ComparedSite { site: string; position: string; voices: number; status: Status; d: number | null; decided?: boolean; contested?: boolean; stated?: boolean; same?: boolean }
export interface QuestionComparison {
  question: string; prompt?: string; theme: string; theme_name?: string; aspect: Aspect;
  b: number | null; r2: number | null; within: number | null;
  same: number; different: number; mixed: number; thin: number; stated: number; unknown: number;
  reading: Reading; modal?: string; heard?: number; agreed?: number; sites?: ComparedSite[];
}
export interface CompareResult { questions: QuestionComparison[]; settings?: Settings }

export type RowKind = 'site' | 'unit' | 'participant' | 'role';
export type ColumnKind = 'theme' | 'question';
export type CellKind = 'count' | 'position' | 'status';
export interface MatrixRow { key: string; label: string; site?: string; sort?: string; voices?: number; interviewed?: number }
export interface MatrixColumn { key: string; label: string; group: string; theme?: string; order?: string[] }
export interface MatrixCell {
  row: number; column: number; excerpts: number; voices: number;
  listened: number; interviewed: number; statements: number; silences: number;
  position?: string; status?: Status; stated?: boolean; contested?: boolean;
}
export interface Matrix {
  rows: MatrixRow[]; columns: MatrixColumn[]; cells: MatrixCell[];
  attributes: AttributeColumn[]; sort?: string;
}

export interface EvidenceItem {
  excerpt: string; text: string; kind: 'verbatim' | 'gist' | 'note';
  source: { id: string; name: string; kind: string; genre?: string };
  start: number; end: number; measure?: string;
  site?: string; participant?: string; voice?: number; group?: string; level?: string;
  theme?: string; theme_name?: string; question?: string; prompt?: string; position?: string; aspect?: Aspect;
  dissent: boolean; withheld?: boolean; context_before?: string; context_after?: string;
}
export interface EvidenceList {
  title?: string; items: EvidenceItem[]; total?: number;
  voices?: number; listened?: number; interviewed?: number;
}

export interface SourceLine { id: string; name: string; kind: string; genre?: string; site?: string; length: number; excerpts: number; file?: string }
export interface Turn { start: number; speech: number; end: number; speaker: string }
export interface SourceExcerpt {
  id: string; start: number; end: number; kind: string; text: string;
  codings: { theme: string; theme_name?: string; question?: string; position?: string; aspect?: Aspect }[];
}
export interface SourceText extends SourceLine { text: string; turns: Turn[]; headings?: { start: number; end: number; level: number }[]; items: SourceExcerpt[]; note?: string }

export interface ClaimSite { site: string; value: 'holds' | 'fails' | 'unknown' | 'out_of_scope'; excerpts: string[] }
export interface ClaimLine {
  id: string; statement: string; status: string; sites: string[]; exceptions: string[]; unknown: string[]; evidence: string[];
  section?: string; theme?: string; theme_name?: string; quantifier?: string; n?: number; wording?: string; state?: string;
  scope?: string; predicate?: string; sentence?: string; reason?: string; note?: string; by_site?: ClaimSite[];
  antecedents?: string[]; against?: string[]; exception_notes?: string[]; because?: string;
  counter?: string[]; missing?: string[]; extra?: string[]; weakest?: string; typology?: string; type?: string;
  rests_on?: ClaimStanding[]; opposed?: ClaimStanding[]; flags?: { kind: string; text: string }[];
}
export interface ClaimStanding { id: string; status: string }
export interface ClaimList { claims: ClaimLine[] }

export type CriterionMark = 'met' | 'contradicted' | 'mixed' | 'no_evidence';
export interface TypologyLine { id: string; title: string; source?: string; unit?: string; note?: string; types: { id: string; label?: string; criteria: { id: string; indicator: string; expects: string; weight?: string }[] }[] }
export interface SiteTypes {
  site: string;
  types: { type: string; standing: string; met: number; contradicted: number; mixed: number; no_evidence: number; criteria: { id: string; mark: CriterionMark; excerpts: string[] }[] }[];
  placed: string; basis?: string; rivals: { type: string; standing: string }[];
  decision?: { type: string; basis: string; negative?: string; second?: string; decided_by?: string };
}
export interface Classification { typology: TypologyLine; sites: SiteTypes[] }

export interface ReportSentence { id: string; kind: string; text: string; runs?: { text: string; mark?: 'strong' | 'emphasis' }[]; evidence?: string[] }
export interface ReportQuotation { id: string; text: string; form: 'verbatim' | 'gist' | 'note'; attribution: string; source?: string; excerpt: string }
export interface ReportTable {
  id: string; number: number; caption: string;
  columns: { heading: string; align?: 'left' | 'right' | 'centre' }[];
  rows: { kind?: 'group' | 'total'; cells: { text: string; small?: boolean; evidence?: string[] }[] }[];
  notes?: string[];
}
export interface ReportFigure { id: string; number: number; caption: string; svg: string; alt: string; table?: ReportTable }
export interface ReportBlock {
  kind: 'paragraph' | 'list' | 'quotation' | 'table' | 'figure';
  sentences?: ReportSentence[]; quotation?: ReportQuotation; table?: ReportTable; figure?: ReportFigure;
}
export interface ReportSection { id: string; heading: string; level: number; blocks?: ReportBlock[] }
export interface Report { title: string; subtitle?: string; study: string; date?: string; synthetic?: boolean; sections: ReportSection[] }

export interface Change {
  seq: number; name: string; at: number; kind: string; noun?: string; about?: string; rows: number;
  undoes?: number; undone_by?: number; hash?: string;
}
export interface ChangeList { items: Change[]; can_undo?: number | null; can_redo?: number | null }
