import { ChangeSet } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { narrow, refine } from './refine'
import { changesOf, pointsIn, stepsOf, textOf } from './steps'

const text = 'One 😀 two.\nThree ärger four 🙂.'

describe('steps', () => {
  it('count in code points of the text that the step before left', () => {
    const changes = ChangeSet.of([{ from: 0, to: 3, insert: 'Eins 😀' }, { from: text.indexOf('two'), to: text.indexOf('two') + 3, insert: 'zwei' }], text.length)
    expect(stepsOf(changes, text)).toEqual([
      { start: 0, end: 3, text: 'Eins 😀' },
      { start: 9, end: 12, text: 'zwei' },
    ])
  })
  it('lead to the same text on both sides', () => {
    const changes = ChangeSet.of([{ from: 4, to: 6, insert: '' }, { from: 11, insert: '\n\n🙂' }, { from: 20, to: 25 }], text.length)
    const again = changesOf(stepsOf(changes, text), text)
    expect(again.apply(textOf(text)).toString()).toBe(changes.apply(textOf(text)).toString())
  })
  it('move a stretch', () => {
    expect(changesOf([{ start: 0, end: 4, to: 10 }], text).apply(textOf(text)).toString()).toBe('😀 two.\nOne \nThree ärger four 🙂.'.replace('\nOne \n', 'One \n'))
  })
  it('count what is not in the basic plane as one', () => expect(pointsIn('a😀b')).toBe(3))
})

describe('narrow', () => {
  const apply = (was: string, now: string) => {
    let out = ''
    let at = 0
    for (const p of narrow(was, now)) {
      out += was.slice(at, p.from) + p.insert
      at = p.to
    }
    return out + was.slice(at)
  }
  it('finds the words that differ', () => {
    expect(narrow('the cat sat on the mat', 'the dog sat on the mat')).toEqual([{ from: 4, to: 7, insert: 'dog' }])
    expect(narrow('a b c d e', 'a x c d y')).toEqual([{ from: 2, to: 3, insert: 'x' }, { from: 8, to: 9, insert: 'y' }])
  })
  it('always leads to the new words', () => {
    const words = ['a', 'b', 'c', 'd', ' ', ' ', '\n', '😀']
    let seed = 7
    const next = (n: number) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % n
    for (let i = 0; i < 400; i++) {
      const some = () => Array.from({ length: next(20) }, () => words[next(words.length)]).join('')
      const was = some()
      const now = some()
      expect(apply(was, now)).toBe(now)
    }
  })
  it('leaves a paragraph pasted over itself alone', () => {
    const before = textOf(text)
    expect(refine(ChangeSet.of({ from: 0, to: text.length, insert: text }, text.length), before).empty).toBe(true)
  })
})
