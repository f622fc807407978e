import { ChangeSet } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { changesOf, textOf } from './steps'
import { Working } from './working'

const type = (w: Working, from: number, to: number, insert: string) => w.typed(ChangeSet.of({ from, to, insert }, w.shown.length))

describe('Working', () => {
  it('sends what was typed as one edit', () => {
    const w = new Working('the cat sat', 1)
    type(w, 4, 7, 'd')
    type(w, 5, 5, 'og')
    expect(w.freeze('id')?.edit).toMatchObject({ version: 1, steps: [{ start: 4, end: 7, text: 'dog' }] })
    w.saved(2)
    expect(w.base).toBe('the dog sat')
    expect(w.clean).toBe(true)
  })
  it('sends nothing for what was typed and taken back', () => {
    const w = new Working('abc', 1)
    type(w, 1, 2, '')
    type(w, 1, 1, 'b')
    expect(w.freeze('id')).toBeNull()
    expect(w.clean).toBe(true)
  })
  it('carries another person’s edit over what is typed', () => {
    const w = new Working('one two three', 1)
    type(w, 13, 13, '!')
    const { shown } = w.theirs([{ start: 0, end: 3, text: 'First,' }], 2)
    expect(shown.apply(textOf('one two three!')).toString()).toBe('First, two three!')
    expect(w.shown.toString()).toBe('First, two three!')
    expect(w.freeze('id')?.edit).toMatchObject({ version: 2, steps: [{ start: 16, end: 16, text: '!' }] })
  })
  it('carries it over an edit on its way and what is typed since', () => {
    const w = new Working('one two three', 1)
    type(w, 4, 7, 'zwei')
    w.freeze('id')
    type(w, 14, 14, '!')
    w.theirs([{ start: 0, end: 0, text: 'A: ' }], 2)
    expect(w.shown.toString()).toBe('A: one zwei three!')
    w.saved(3)
    expect(w.base).toBe('A: one zwei three')
    expect(w.version).toBe(3)
  })
  it('gives up an edit that cannot be kept and leaves the rest', () => {
    const w = new Working('one two three', 1)
    type(w, 4, 7, 'zwei')
    type(w, 0, 3, 'eins')
    w.freeze('id')
    type(w, 15, 15, '!')
    const before = w.shown
    const done = w.withdraw(4, 7)
    expect(w.shown.toString()).toBe('eins two three!')
    expect(done?.shown.apply(before).toString()).toBe('eins two three!')
    expect(w.freeze('id')?.edit.steps).toEqual([{ start: 0, end: 3, text: 'eins' }, { start: 14, end: 14, text: '!' }])
  })
  it('comes to what a server comes to, whoever wrote first', () => {
    let seed = 11
    const next = (n: number) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % n
    for (let i = 0; i < 300; i++) {
      const text = 'abcdefghij klmnop 😀 qrstuvw xyz'
      const w = new Working(text, 1)
      type(w, 20, 22 + next(3), 'NEW'.slice(next(4)))
      const mine = w.freeze('id')
      if (!mine) continue
      const theirs = [{ start: next(8), end: 8 + next(3), text: 'THEIRS'.slice(next(6)) }]
      const rebased = mine.changes.map(changesOf(theirs, text))
      const server = rebased.apply(changesOf(theirs, text).apply(textOf(text))).toString()
      w.theirs(theirs, 2)
      expect(w.shown.toString()).toBe(server)
    }
  })
})
