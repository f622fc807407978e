import { describe, expect, it } from 'vitest'
import type { EvidenceItem } from './api-types'
import { attribution, groupEvidence, severalQuestions } from './evidence'

const item = (over: Partial<EvidenceItem>): EvidenceItem => ({ excerpt: 'x', text: 't', kind: 'verbatim', source: { id: 's', name: 'S', kind: 'transcript' }, start: 0, end: 1, dissent: false, ...over })

describe('groupEvidence', () => {
  it('puts dissent first and what has no speaker after the voices', () => {
    const groups = groupEvidence([
      item({ position: 'pair' }),
      item({ position: 'pair', participant: 'doctor, site A' }),
      item({ position: 'trio', participant: 'nurse, site A', dissent: true }),
      item({}),
    ])
    expect(groups.map((g) => g.kind)).toEqual(['dissent', 'voices', 'record', 'theme'])
  })
  it('keeps questions apart', () => {
    const items = [item({ question: 'a', position: 'yes', participant: 'p' }), item({ question: 'b', position: 'yes', participant: 'p' })]
    expect(groupEvidence(items).length).toBe(2)
    expect(severalQuestions(items)).toBe(true)
  })
  it('names no one where the record names no one', () => expect(attribution(item({}))).toBe('said of the site, without a speaker'))
})
