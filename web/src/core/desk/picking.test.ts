import { describe, expect, it } from 'vitest'
import type { DeskCodebook } from '../desk-types'
import { begin, choose, options, said, skip } from './answering'
import { Codebook } from './codebook'
import { offers } from './picking'

const theme = (id: string, name: string, meta: string, more = {}) => ({ id, revision: 1, key: name, name, meta_theme_id: meta, ord: 0, uses: 0, ...more })
const raw: DeskCodebook = {
  seq: 1,
  meta_themes: [{ id: 'm1', name: 'Structure', ord: 0 }, { id: 'm2', name: 'Process', ord: 1 }],
  themes: [
    theme('t1', 'Money', 'm1', { code: 'S1', definition: 'who pays for what' }),
    theme('t2', 'Meetings', 'm1', { code: 'S2' }),
    theme('t3', 'Trust', 'm2', { code: 'P1' }),
    theme('t4', 'Old', 'm2', { retired: true }),
    ...Array.from({ length: 12 }, (_, i) => theme(`x${i}`, `Other ${i}`, 'm2')),
  ],
  questions: [
    { id: 'q1', revision: 1, theme_id: 't1', name: 'budget', prompt: 'Is there a budget?', type: 'nominal', ord: 0, uses: 0, positions: [{ id: 'yes', revision: 1, name: 'yes', ord: 0 }, { id: 'shared', revision: 1, name: 'shared', ord: 1 }] },
    { id: 'q2', revision: 1, theme_id: 't3', name: 'whom', type: 'set', ord: 0, uses: 0, positions: [{ id: 'a', revision: 1, name: 'nurses', ord: 0 }, { id: 'b', revision: 1, name: 'doctors', ord: 1 }] },
    { id: 'q3', revision: 1, theme_id: 't3', name: 'years', type: 'numeric', ord: 1, uses: 0, positions: [] },
  ],
  guides: [{ id: 'g', title: 'Guide', topics: [{ ord: 1, wording: '', themes: ['t2'], questions: [] }, { ord: 2, wording: '', themes: ['t1'], questions: [] }] }],
}
const book = new Codebook(raw)
const ids = (text: string, open: string | null = null, recent: string[] = []) => offers(book, text, recent, open, false).map((o) => o.id)

describe('the picker', () => {
  it('offers the last used and the layers, never all themes', () => {
    expect(ids('', null, ['t3', 't4'])).toEqual(['t3', 'layer m1', 'layer m2'])
  })
  it('lists a layer in the order of the guide', () => expect(ids('', 'm1')).toEqual(['t2', 't1']))
  it('finds by label and code', () => {
    expect(ids('meet')[0]).toBe('t2')
    expect(ids('s1')[0]).toBe('t1')
  })
  it('finds by definition, question and position', () => {
    expect(ids('pays')).toEqual(['t1'])
    expect(ids('budget')).toEqual(['t1 q1'])
    expect(ids('nurses')).toEqual(['t3 a'])
  })
  it('does not offer what is retired, and a new theme only to who may make one', () => {
    expect(ids('old')).toEqual([])
    expect(offers(book, 'Brand new', [], null, true)).toEqual([{ kind: 'new', id: 'new', name: 'Brand new' }])
  })
})

describe('answers', () => {
  const money = book.theme('t1')!
  const trust = book.theme('t3')!
  it('go question, position, aspect, elicited, by single keys', () => {
    let a = begin(book, money)
    expect(a.stage).toBe('position')
    expect(options(book, a).map((o) => o.label)).toEqual(['yes', 'shared'])
    a = choose(book, choose(book, choose(book, a, '2'), 'p'), 'v')
    expect(a.stage).toBe('done')
    expect(said(a)).toEqual({ question_id: 'q1', position_id: 'shared', aspect: 'practice', elicited: 'no' })
  })
  it('take several positions where the question allows', () => {
    let a = choose(book, begin(book, trust), '1')
    a = skip(choose(book, choose(book, a, '1'), '2'))
    expect(a.stage).toBe('aspect')
    expect(said(a)).toEqual({ question_id: 'q2', position_set: ['a', 'b'] })
  })
  it('leave out a question that was not answered', () => {
    expect(said(begin(book, money))).toEqual({})
    expect(skip(begin(book, money)).stage).toBe('done')
  })
})
