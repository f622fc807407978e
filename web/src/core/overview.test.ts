import { describe, expect, it } from 'vitest'
import type { Overview } from './api-types'
import { claimTotals, leadSentence } from './overview'

const counts: Overview['counts'] = {
  claims: 0, coders: 0, codings: 0, documents: 0, excerpts: 0, interviews: 0, memos: 0, participants: 0,
  questions: 0, recordings: 0, sites: 0, summaries: 0, themes: 0, transcripts: 0, units: 0,
}
const overview: Overview = {
  counts, rounds: [], thin_sites: [], inconsistencies: [], changes: [],
  standings: [{ standing: 'holds', claims: 33 }, { standing: 'contradicted_by:C37', claims: 1 }, { standing: 'unverifiable', claims: 22 }],
  readings: [{ reading: 'locally_contested', questions: 4 }, { reading: 'common_ground', questions: 8 }],
  coverage: { themes: 30, with_evidence: 17, without: [] },
}

describe('overview', () => {
  it('counts claims by how they stand', () => expect(claimTotals(overview)).toEqual({ all: 56, good: 33, against: 1, open: 22 }))
  it('leads with what stands, then with disagreement, then with what is missing', () => {
    expect(leadSentence(overview)).toBe(
      '33 of 56 claims hold; one stands on weak or contrary evidence, and 22 cannot be settled from the record. People at the same site differ on 4 questions. 13 themes of 30 have no evidence from any one site.',
    )
  })
  it('says nothing of a study without claims', () => expect(leadSentence({ ...overview, standings: [], readings: [], coverage: { themes: 0, with_evidence: 0, without: [] } })).toBe(''))
})
