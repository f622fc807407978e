import { describe, expect, it } from 'vitest'
import type { ClaimLine } from './api-types'
import { board, claimSites, filterClaims, quantifierWords, sitesSentence } from './claims'

const claim = (over: Partial<ClaimLine>): ClaimLine => ({ id: 'C01', statement: 'Every site acts.', status: 'holds', sites: [], exceptions: [], unknown: [], evidence: [], ...over })

describe('claims', () => {
  it('name their sites, exceptions and what is unknown', () => {
    const sites = claimSites(claim({ sites: ['A', 'B'], exceptions: ['C'], unknown: ['D'] }), ['A', 'B', 'C', 'D', 'E'])
    expect(sites.map((s) => s.value)).toEqual(['holds', 'holds', 'fails', 'unknown', 'out_of_scope'])
    expect(sitesSentence(sites)).toBe('True at A and B; not at C; not known at D.')
  })
  it('stand on the board with trouble first', () => {
    const groups = board([claim({}), claim({ status: 'contradicted_by:C37' }), claim({ status: 'fails' })])
    expect(groups.map((g) => g.standing)).toEqual(['fails', 'contradicted_by', 'holds'])
  })
  it('are found by words, standing and site', () => {
    const all = [claim({ sites: ['A'] }), claim({ id: 'C02', statement: 'Pairs lead.', status: 'fails', exceptions: ['B'] })]
    const none = { text: '', standing: '', section: '', site: '' }
    expect(filterClaims(all, { ...none, text: 'pairs' }).map((c) => c.id)).toEqual(['C02'])
    expect(filterClaims(all, { ...none, site: 'A' }).map((c) => c.id)).toEqual(['C01'])
    expect(filterClaims(all, { ...none, standing: 'fails' }).map((c) => c.id)).toEqual(['C02'])
  })
  it('print their quantifier', () => {
    expect(quantifierWords({ quantifier: 'exactly', n: 3 })).toBe('exactly 3')
    expect(quantifierWords({ quantifier: 'vague', wording: 'a number of' })).toBe('“a number of”')
  })
})
