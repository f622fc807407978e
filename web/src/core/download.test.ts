import { afterEach, expect, test, vi } from 'vitest'
import { fetchFile, fileNameOf, showBytes } from './download'

afterEach(() => vi.unstubAllGlobals())

test('a file is named as the server says', () => {
  expect(fileNameOf('attachment; filename=study-excerpts.csv')).toBe('study-excerpts.csv')
  expect(fileNameOf('attachment; filename="a b.zip"')).toBe('a b.zip')
  expect(fileNameOf("attachment; filename*=utf-8''%C3%BC.zip")).toBe('ü.zip')
  expect(fileNameOf(null)).toBe('download')
})

test('bytes are told as they come, and a refusal in the server’s words', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('abc', { headers: { 'Content-Disposition': 'attachment; filename=x.csv' } })))
  const told: number[] = []
  const got = await fetchFile('/x', new AbortController().signal, (n) => told.push(n))
  expect(got.name).toBe('x.csv')
  expect(got.body.size).toBe(3)
  expect(told.at(-1)).toBe(3)
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('{"detail":"no theme"}', { status: 404 })))
  await expect(fetchFile('/x', new AbortController().signal, () => undefined)).rejects.toThrow('no theme')
})

test('sizes are short', () => {
  expect([showBytes(12), showBytes(12_345), showBytes(3_400_000)]).toEqual(['12 bytes', '12 kB', '3.4 MB'])
})
