// How a claim reads: its quantifier in words, its sites one by one, its place on the board.

import type { ClaimLine, ClaimSite } from './api-types'
import { capital, list } from './format'
import { standingOrder, standingParts } from './words'

const quantifiers: Record<string, string> = {
  all: 'all', all_but_one: 'all but one', most: 'most', half: 'half', some: 'some', one: 'one', none: 'none',
}

/** "All sites", "exactly 3 sites", or the author's own vague word in quotation marks. */
export function quantifierWords(c: Pick<ClaimLine, 'quantifier' | 'n' | 'wording'>): string {
  switch (c.quantifier) {
    case undefined:
    case '': return ''
    case 'exactly': return `exactly ${c.n ?? '?'}`
    case 'at_least': return `at least ${c.n ?? '?'}`
    case 'vague': return `“${c.wording || 'vague'}”`
    default: return quantifiers[c.quantifier] ?? c.quantifier
  }
}

/** Each site and what it says of the claim; from by_site, or from the lists where a server gives no more. */
export function claimSites(c: ClaimLine, letters: readonly string[]): ClaimSite[] {
  if (c.by_site?.length) return c.by_site
  return letters.map((site) => ({
    site, excerpts: [],
    value: c.exceptions.includes(site) ? 'fails' : c.unknown.includes(site) ? 'unknown' : c.sites.includes(site) ? 'holds' : 'out_of_scope',
  }))
}

/** The claim's sites in one sentence. */
export function sitesSentence(sites: readonly ClaimSite[]): string {
  const of = (value: ClaimSite['value']) => sites.filter((s) => s.value === value).map((s) => s.site)
  const parts = [
    of('holds').length ? `true at ${list(of('holds'))}` : '',
    of('fails').length ? `not at ${list(of('fails'))}` : '',
    of('unknown').length ? `not known at ${list(of('unknown'))}` : '',
  ].filter(Boolean)
  return parts.length ? `${capital(parts.join('; '))}.` : ''
}

export interface StandingGroup {
  standing: string
  claims: ClaimLine[]
}

/** Claims by standing, what asks for attention first. */
export function board(claims: readonly ClaimLine[]): StandingGroup[] {
  const groups = new Map<string, ClaimLine[]>()
  for (const c of claims) {
    const { key } = standingParts(c.status)
    groups.set(key, [...(groups.get(key) ?? []), c])
  }
  const rank = (s: string) => (standingOrder.includes(s) ? standingOrder.indexOf(s) : standingOrder.length)
  return [...groups].sort(([a], [b]) => rank(a) - rank(b)).map(([standing, of]) => ({ standing, claims: of }))
}

export interface ClaimFilter {
  text: string
  standing: string
  section: string
  site: string
}

export function filterClaims(claims: readonly ClaimLine[], f: ClaimFilter): ClaimLine[] {
  const text = f.text.trim().toLowerCase()
  return claims.filter(
    (c) =>
      (!f.standing || standingParts(c.status).key === f.standing) &&
      (!f.section || c.section === f.section) &&
      (!f.site || c.sites.includes(f.site) || c.exceptions.includes(f.site) || c.unknown.includes(f.site)) &&
      (!text || `${c.id} ${c.statement} ${c.theme ?? ''} ${c.theme_name ?? ''}`.toLowerCase().includes(text)),
  )
}
