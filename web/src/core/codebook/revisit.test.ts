import { expect, it } from 'vitest'
import { themesToRevisit } from './revisit'
import type { RevisitItem } from './types'

const item = (theme: string, source: string, done = false): RevisitItem => ({ theme: { id: theme, key: theme, name: theme }, meaning: 3, why: 'its definition changed', source: { id: source, name: source, kind: 'transcript' }, codings: 1, done })
const items = [item('S1', 'a', true), item('S1', 'b'), item('S2', 'a', true)]

it('counts what is done and shows it on demand', () => {
  expect(themesToRevisit(items, false).map((t) => [t.id, t.done, t.total, t.items.map((i) => i.source.id)])).toEqual([['S1', 1, 2, ['b']]])
  expect(themesToRevisit(items, true).map((t) => [t.id, t.items.length])).toEqual([['S1', 2], ['S2', 1]])
})
