// What the front page says first, in sentences.

import type { Overview } from './api-types'
import { plural } from './format'
import { standingWord } from './words'

/** How many claims stand well, stand against evidence, or are open. */
export function claimTotals(o: Pick<Overview, 'standings'>): { all: number; good: number; against: number; open: number } {
  const t = { all: 0, good: 0, against: 0, open: 0 }
  for (const s of o.standings) {
    const tone = standingWord(s.standing).tone
    t.all += s.claims
    if (tone === 'good') t.good += s.claims
    else if (tone === 'open') t.open += s.claims
    else t.against += s.claims
  }
  return t
}

export function leadSentence(o: Overview): string {
  const t = claimTotals(o)
  const contested = o.readings.filter((r) => r.reading === 'contested_everywhere' || r.reading === 'locally_contested').reduce((n, r) => n + r.questions, 0)
  const parts: string[] = []
  if (t.all) parts.push(`${t.good} of ${plural(t.all, 'claim')} ${t.good === 1 ? 'holds' : 'hold'}; ${t.against === 0 ? 'none stands' : t.against === 1 ? 'one stands' : `${t.against} stand`} on weak or contrary evidence, and ${t.open} cannot be settled from the record.`)
  if (contested) parts.push(`People at the same site differ on ${plural(contested, 'question')}.`)
  const bare = o.coverage.themes - o.coverage.with_evidence
  if (bare > 0) parts.push(`${plural(bare, 'theme')} of ${o.coverage.themes} ${bare === 1 ? 'has' : 'have'} no evidence from any one site.`)
  return parts.join(' ')
}
