import { describe, expect, it } from 'vitest'
import { byThing, hasTexts, sentence, summary } from './changes'
import type { DiffItem } from './types'

const items: DiffItem[] = [
  { noun: 'theme', key: 'S1', what: 'renamed', field: 'name', before: 'Posts', after: 'Leadership posts' },
  { noun: 'theme', key: 'S1', what: 'changed', field: 'use_when', after: 'A post is named' },
  { noun: 'theme', key: 'S2', what: 'added' },
  { noun: 'theme', key: 'S3', what: 'merged', after: 'S1' },
  { noun: 'question', key: 'levels', what: 'removed' },
]

describe('differences of codebooks', () => {
  it('stand together by thing', () => {
    expect(byThing(items).map((t) => [t.key, t.items.length])).toEqual([['S1', 2], ['S2', 1], ['S3', 1], ['levels', 1]])
  })
  it('are said in words', () => {
    expect(items.map(sentence)).toEqual(['renamed', 'when to use', 'new', 'merged into S1', 'gone'])
    expect(items.map(hasTexts)).toEqual([true, true, false, false, false])
  })
  it('are summed up', () => {
    expect(summary(items)).toBe('1 theme new, 1 question gone, 1 theme merged, 1 thing changed')
    expect(summary([])).toBe('')
  })
})
