import { expect, it } from 'vitest'
import { keepWaiting, sendLeft, waitingOf, waitingTabs, type Shelf } from './waiting'

function shelf(): Shelf {
  const m = new Map<string, string>()
  return {
    get length() {
      return m.size
    },
    key: (i) => [...m.keys()][i] ?? null,
    getItem: (k) => m.get(k) ?? null,
    setItem: (k, v) => void m.set(k, v),
    removeItem: (k) => void m.delete(k),
  }
}

const list = () => ({
  drafts: [{ id: 'd', source: 's', version: 3, steps: [{ start: 0, end: 0, text: 'x' }] }],
  jobs: [{ id: 'j', what: 'a coding', method: 'POST' as const, path: '/codings', body: { start: 1, version: 0 }, source: 's' }],
})

it('sends the correction first and codes in the version it made', async () => {
  const s = shelf()
  keepWaiting(s, 'study', 'tab', list())
  expect(waitingTabs(s, 'study')).toEqual(['tab'])
  const sent: unknown[] = []
  const problems = await sendLeft(s, 'study', 'tab', async (_m, path, body) => (sent.push([path, body]), { version: 4 }), () => 'no')
  expect(problems).toEqual([])
  expect(sent).toEqual([['/desk/sources/s/text', { id: 'd', version: 3, steps: [{ start: 0, end: 0, text: 'x' }] }], ['/codings', { start: 1, version: 4 }]])
  expect(waitingTabs(s, 'study')).toEqual([])
})

it('keeps all of it where the server does not answer', async () => {
  const s = shelf()
  keepWaiting(s, 'study', 'tab', list())
  const problems = await sendLeft(s, 'study', 'tab', () => Promise.reject(new Error()), () => null)
  expect(problems).toHaveLength(1)
  expect(waitingOf(s, 'study', 'tab')).toEqual(list())
})

it('says what the server refused, and goes on', async () => {
  const s = shelf()
  keepWaiting(s, 'study', 'tab', list())
  const problems = await sendLeft(s, 'study', 'tab', (_m, path) => (path === '/codings' ? Promise.resolve({}) : Promise.reject(new Error())), () => 'it was changed')
  expect(problems).toEqual(['A correction (“x”) could not be kept: it was changed'])
  expect(waitingTabs(s, 'study')).toEqual([])
})

it('keeps the mark of a coding whose theme is gone', async () => {
  const s = shelf()
  const coding = { id: 'c', what: 'the coding of “so”', method: 'POST' as const, path: '/desk/sources/s/codings', body: { coding_id: 'c', excerpt_id: 'e', theme_id: 't', start: 1, end: 3, version: 4 }, source: 's', excerpt: 'e' }
  keepWaiting(s, 'study', 'tab', { drafts: [], jobs: [coding] })
  const sent: unknown[] = []
  const problems = await sendLeft(s, 'study', 'tab', (_m, path, body) => (path.endsWith('/codings') ? Promise.reject(new Error()) : Promise.resolve(sent.push([path, body]))), () => 'there is no such theme')
  expect(problems).toEqual(['the coding of “so” could not be kept: there is no such theme'])
  expect(sent).toEqual([['/desk/sources/s/excerpts', { excerpt_id: 'e', start: 1, end: 3, version: 4 }]])
  expect(waitingTabs(s, 'study')).toEqual([])
})
