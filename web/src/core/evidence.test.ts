import { describe, expect, it } from 'vitest'
import type { EvidenceItem } from './api-types'
import { attribution, groupBySpeaker, groupEvidence, severalQuestions } from './evidence'

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

describe('groupBySpeaker', () => {
  const items = [
    item({ participant: 'Ash', voice: 1, group: 'doctor' }),
    item({}),
    item({ participant: 'Elm', voice: 2, group: 'nurse', dissent: true }),
    item({ participant: 'Ash', voice: 1, group: 'doctor', excerpt: 'y' }),
  ]
  it('puts who dissents first and what has no speaker last', () =>
    expect(groupBySpeaker(items, 'speaker').map((g) => [g.who, g.items.length])).toEqual([['Elm', 1], ['Ash', 2], ['without a speaker', 1]]))
  it('does the same for roles', () => expect(groupBySpeaker(items, 'role').map((g) => g.who)).toEqual(['nurse', 'doctor', 'without a speaker']))
})
