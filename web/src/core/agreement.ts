// Reading order and geometry of agreement results. The measures themselves are computed by the server.

import type { QuestionAgreement, SiteAgreement } from './api-types'
import { statusOrder } from './words'

export const mixedPosition = 'mixed'

/** Positions with voices, in the question's order; what the order does not know stands last. */
export function positionsOf(s: Pick<SiteAgreement, 'positions'>, order: readonly string[] = []): { name: string; voices: number }[] {
  const rank = (name: string) => {
    const i = order.indexOf(name)
    return i < 0 ? order.length + Number(name === mixedPosition) : i
  }
  return Object.entries(s.positions)
    .filter(([, voices]) => voices > 0)
    .sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
    .map(([name, voices]) => ({ name, voices }))
}

/** Which of the palette's eight tones a position has; mixed has its own. */
export function toneOf(name: string, order: readonly string[]): string {
  if (name === mixedPosition) return 'mixed'
  const i = order.indexOf(name)
  return String(((i < 0 ? order.length : i) % 8) + 1)
}

/** Positions in the order in which they are met, for questions whose order is not given. */
export function orderOf(q: Pick<QuestionAgreement, 'order' | 'sites'>): string[] {
  if (q.order?.length) return [...q.order]
  const seen = new Set<string>()
  for (const s of q.sites) {
    for (const name of Object.keys(s.positions)) seen.add(name)
    for (const st of s.statements ?? []) seen.add(st.position)
    if (s.position && !['mixed', 'thin', 'unknown'].includes(s.position)) seen.add(s.position)
  }
  seen.delete(mixedPosition)
  return [...seen].sort()
}

export interface Minority {
  position: string
  voices: number
}

/** The positions that are not the most common one; all of them where several are. */
export function minorities(s: SiteAgreement, order: readonly string[] = []): Minority[] {
  const all = positionsOf(s, order)
  const top = Math.max(0, ...all.map((p) => p.voices))
  const modal = all.filter((p) => p.voices === top)
  const rest = modal.length > 1 ? all : all.filter((p) => p !== modal[0])
  return rest.map((p) => ({ position: p.name, voices: p.voices }))
}

export type Section = 'differ' | 'agree' | 'single' | 'record' | 'unheard'

/** Where a result belongs on a page that puts disagreement first. */
export function sectionOf(s: SiteAgreement): Section {
  if (s.voices === 0) return s.statements?.length || s.stated ? 'record' : 'unheard'
  if (s.voices === 1) return 'single'
  return s.status === 'unanimous' || (s.status === 'agreement' && minorities(s).length === 0) ? 'agree' : 'differ'
}

export interface Line {
  question: QuestionAgreement
  site: SiteAgreement
}

/** The results of one site by section, dissent first. */
export function bySection(questions: readonly QuestionAgreement[], letter: string): Record<Section, Line[]> {
  const sections: Record<Section, Line[]> = { differ: [], agree: [], single: [], record: [], unheard: [] }
  for (const question of questions)
    for (const site of question.sites) if (site.site === letter) sections[sectionOf(site)].push({ question, site })
  const rank = (l: Line) => statusOrder.indexOf(l.site.status)
  sections.differ.sort((a, b) => rank(a) - rank(b) || (a.site.d ?? 1) - (b.site.d ?? 1) || b.site.voices - a.site.voices)
  sections.agree.sort((a, b) => b.site.voices - a.site.voices)
  return sections
}

/** Why a flip distance is worth reading, in words; empty where there is none. */
export function flipSentence(flip: number | null): string {
  if (flip === null) return ''
  return flip === 1 ? 'one voice would change this' : `${flip} voices would change this`
}
