import { beforeEach, describe, expect, it } from 'vitest'
import { KeptUploads, refusal, showSize, uploadId, type KeptUpload } from './uploading'

beforeEach(() => localStorage.clear())
const kept = () => new KeptUploads(localStorage, 'ann', 'study')
const one: KeptUpload = { name: 'a.mp3', size: 5, changed: 7, path: 'a.mp3', url: '/api/studies/s/uploads/u1', whole: false, as: { site: 'A' } }

describe('KeptUploads', () => {
  it('finds the same file again after a reload, and no other', () => {
    kept().keep(one)
    expect(kept().of({ name: 'a.mp3', size: 5, lastModified: 7 })).toEqual(one)
    expect(kept().of({ name: 'a.mp3', size: 6, lastModified: 7 })).toBeUndefined()
    expect(new KeptUploads(localStorage, 'bo', 'study').all).toEqual([])
  })
  it('keeps one of each file, and forgets it', () => {
    kept().keep(one)
    kept().keep({ ...one, whole: true })
    expect(kept().all).toEqual([{ ...one, whole: true }])
    kept().drop(one)
    expect(kept().all).toEqual([])
  })
  it('tells files of one name in two folders apart', () => {
    kept().keep(one)
    kept().keep({ ...one, path: 'B/a.mp3', url: 'u2' })
    expect(kept().of({ name: 'a.mp3', path: 'B/a.mp3', size: 5, lastModified: 7 })?.url).toBe('u2')
    expect(kept().of({ name: 'a.mp3', path: 'C/a.mp3', size: 5, lastModified: 7 })).toBeUndefined()
  })
  it('does without what it cannot read', () => {
    localStorage.setItem('crosscase.uploads.ann.study', '[1, {"name": 2}]')
    expect(kept().all).toEqual([])
  })
})

it('uploadId reads relative and whole addresses', () => {
  expect(uploadId('/api/studies/s/uploads/u1')).toBe('u1')
  expect(uploadId('http://h:1/api/studies/s/uploads/u1/')).toBe('u1')
})

it('refusal says why, and nothing where nobody answered', () => {
  expect(refusal(413, '{"detail":"too large"}')).toBe('too large')
  expect(refusal(500, '<html>')).toBe('the server answered 500')
  expect(refusal(0, '')).toBe('')
})

it('showSize', () => {
  expect([1, 20_500, 5_440_000, 54_400_000, 2_150_000_000].map(showSize)).toEqual(['1 kB', '21 kB', '5.4 MB', '54 MB', '2.1 GB'])
})
