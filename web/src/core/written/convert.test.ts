import { expect, test } from 'vitest'
import { toBlocks, toDocument, wordsOf } from './convert'
import type { Block } from './types'

const blocks: Block[] = [
  { kind: 'heading', level: 2, spans: [{ text: 'Who leads' }] },
  { kind: 'paragraph', spans: [{ text: 'Three of the ', sentence: 's1' }, { text: 'four', mark: 'strong', sentence: 's1' }, { text: ' say so.', sentence: 's1' }, { text: ' And so it is.' }] },
  { kind: 'item', spans: [{ text: 'مرحبا 👩🏽‍⚕️', mark: 'emphasis' }] },
  { kind: 'quotation', excerpt: 'e1', spans: [{ text: 'We lead it together.' }] },
  { kind: 'view', view: 'table-overview' },
  { kind: 'paragraph' },
]

test('blocks come back from the editor as they went', () => {
  expect(toBlocks(toDocument(blocks))).toEqual(blocks)
})

test('an empty report is one empty paragraph', () => {
  expect(toDocument([])).toEqual({ type: 'doc', content: [{ type: 'paragraph' }] })
})

test('the words of a sentence are gathered over its marks', () => {
  expect(wordsOf(blocks, 's1')).toBe('Three of the four say so.')
})
