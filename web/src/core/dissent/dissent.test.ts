import { describe, expect, it } from 'vitest'
import { dissentSentence, whoWords, type DissentLine } from './dissent'

const line = (over: Partial<DissentLine> = {}): DissentLine => ({
  site: 'A', question: 'who_leads', aspect: 'practice', position: 'single_person', leading: ['team'], status: 'agreement', who: [{ participant: 'Dogwood', group: 'nurse', level: 'unit' }],
  voices: 4, listened: 4, interviewed: 5, excerpts: ['x'], ...over,
})

describe('dissentSentence', () => {
  it('says how many of how many, and against what', () => expect(dissentSentence(line())).toBe('1 of 4 voices says single person, against team'))
  it('names no lead where positions tie', () => expect(dissentSentence(line({ leading: ['team', 'single'] }))).toContain('no position leads between team and single'))
  it('says that a voice is mixed', () => expect(dissentSentence(line({ position: 'mixed' }))).toContain('gives two answers'))
})

describe('whoWords', () => {
  it('counts people of one label', () => expect(whoWords(line({ who: [{ participant: 'doctor, site A' }, { participant: 'doctor, site A' }] }))).toEqual(['doctor, site A (2)']))
  it('says role and level where they are known', () => expect(whoWords(line())).toEqual(['Dogwood · nurse, unit']))
})
