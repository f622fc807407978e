import { expect, test } from 'vitest'
import { sentenceAt } from './sentence'

const text = 'They share it. Nobody else is asked, they say.  And so on.'
const at = (n: number) => text.slice(...sentenceAt(text, n))

test('the sentence around a place, without white space', () => {
  expect(at(0)).toBe('They share it.')
  expect(at(20)).toBe('Nobody else is asked, they say.')
  expect(at(text.length)).toBe('And so on.')
})

test('in an empty text there is nothing', () => {
  expect(sentenceAt('', 0)).toEqual([0, 0])
})
