import { describe, expect, it } from 'vitest'
import { bySection, flipSentence, minorities, orderOf, positionsOf, sectionOf, toneOf } from './agreement'
import type { QuestionAgreement, SiteAgreement } from './api-types'

const site = (over: Partial<SiteAgreement>): SiteAgreement => ({
  site: 'A', voices: 0, listened: 9, interviewed: 14, positions: {}, d: null, a: null, status: 'unheard',
  divided_by: null, flip: null, dissent: [], position: 'unknown', ...over,
})
const question = (name: string, s: SiteAgreement): QuestionAgreement => ({ question: name, theme: 'P9', aspect: 'practice', sites: [s] })

describe('positionsOf', () => {
  it('keeps the order of the question, mixed last, and drops what nobody holds', () => {
    expect(positionsOf({ positions: { mixed: 1, duality: 5, none: 0, triumvirate: 2 } }, ['triumvirate', 'duality', 'none']).map((p) => p.name)).toEqual(['triumvirate', 'duality', 'mixed'])
  })
})

describe('minorities', () => {
  it('are all positions but the most common', () => expect(minorities(site({ positions: { x: 5, y: 1 } }))).toEqual([{ position: 'y', voices: 1 }]))
  it('are all positions where two are most common', () => expect(minorities(site({ positions: { x: 2, y: 2 } })).length).toBe(2))
  it('are none where all agree', () => expect(minorities(site({ positions: { x: 3 } }))).toEqual([]))
})

describe('sections', () => {
  it('put an agreement with dissent among the differences', () => {
    expect(sectionOf(site({ voices: 6, positions: { x: 5, y: 1 }, status: 'agreement' }))).toBe('differ')
    expect(sectionOf(site({ voices: 6, positions: { x: 6 }, status: 'unanimous' }))).toBe('agree')
    expect(sectionOf(site({ voices: 0, statements: [{ position: 'x', excerpts: [] }] }))).toBe('record')
    expect(sectionOf(site({}))).toBe('unheard')
  })
  it('list the divided before the split before the rest', () => {
    const lines = bySection(
      [
        question('agreed', site({ voices: 6, positions: { x: 5, y: 1 }, status: 'agreement', d: 0.67 })),
        question('split', site({ voices: 4, positions: { x: 2, y: 2 }, status: 'split', d: 0.33 })),
        question('divided', site({ voices: 6, positions: { x: 3, y: 3 }, status: 'divided_by_role', d: 0.4 })),
      ],
      'A',
    )
    expect(lines.differ.map((l) => l.question.question)).toEqual(['divided', 'split', 'agreed'])
  })
})

it('gives a position one tone whatever the site', () => {
  expect([toneOf('b', ['a', 'b']), toneOf('mixed', ['a']), toneOf('other', ['a', 'b'])]).toEqual(['2', 'mixed', '3'])
  expect(orderOf({ sites: [site({ positions: { y: 1, mixed: 1 }, statements: [{ position: 'x', excerpts: [] }] })] })).toEqual(['x', 'y'])
})

it('says what a flip distance means', () => expect([flipSentence(1), flipSentence(3), flipSentence(null)]).toEqual(['one voice would change this', '3 voices would change this', '']))
