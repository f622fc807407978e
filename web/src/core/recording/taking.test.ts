import { describe, expect, it } from 'vitest'
import { Codebook } from '../desk/codebook'
import type { DeskCodebook, DeskTheme } from '../desk-types'
import { asked, choices, pass, pick, take, taken } from './taking'

const people = [{ id: 'p1', pseudonym: 'Doctor 1', group: 'doctor', level: 'unit' }, { id: 'p2', pseudonym: 'Nurse 1', group: 'nurse', level: 'unit' }]
const theme = (id: string): DeskTheme => ({ id, revision: 1, key: id, name: id, ord: 1, uses: 0 })
const raw: DeskCodebook = {
  seq: 1, meta_themes: [], guides: [], themes: [theme('pair'), theme('bare')],
  questions: [{ id: 'q', revision: 1, theme_id: 'pair', name: 'paired', type: 'nominal', ord: 1, uses: 0, positions: [{ id: 'yes', revision: 1, name: 'yes', ord: 1 }, { id: 'no', revision: 1, name: 'no', ord: 2 }] }],
}
const book = new Codebook(raw)
const [pair, bare] = raw.themes as [DeskTheme, DeskTheme]

describe('taking', () => {
  it('asks position, aspect, speaker, and how it came up, in this order', () => {
    let t = take(book, pair, {}, people)
    expect(choices(book, t).map((o) => o.label)).toEqual(['yes', 'no'])
    t = pick(book, t, '2')
    expect(asked(book, t)).toBe('How is it meant?')
    t = pick(book, t, 'p')
    expect(asked(book, t)).toBe('Who speaks?')
    t = pick(book, t, '1')
    expect(choices(book, t).map((o) => o.key)).toEqual(['e', 'v'])
    t = pick(book, t, 'v')
    expect(taken(t)).toBe(true)
    expect(t.answering.answer).toEqual({ question_id: 'q', position_id: 'no', aspect: 'practice', participant_id: 'p1', elicited: 'no' })
  })
  it('does not ask who speaks where only one can, or it is known', () => {
    let t = take(book, pair, {}, people.slice(0, 1))
    t = pick(book, pick(book, t, '1'), 'o')
    expect(t.answering.stage).toBe('elicited')
    t = take(book, pair, { participant_id: 'p2' }, people)
    t = pick(book, pick(book, t, '1'), 'o')
    expect(t.answering.stage).toBe('elicited')
  })
  it('asks only who speaks of a theme without questions', () => {
    const t = take(book, bare, {}, people)
    expect(asked(book, t)).toBe('Who speaks?')
    expect(taken(pick(book, t, '2'))).toBe(true)
    expect(taken(take(book, bare, {}, []))).toBe(true)
  })
  it('skips each', () => {
    let t = take(book, pair, {}, people)
    for (let i = 0; i < 5 && !taken(t); i++) t = pass(t)
    expect(taken(t)).toBe(true)
  })
  it('hears no other key', () => {
    const t = take(book, pair, {}, people)
    expect(pick(book, t, 'z')).toEqual(t)
  })
})
