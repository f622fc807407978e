import { describe, expect, it } from 'vitest'
import { hasEncoding, isLeftover, isReadable, isText, nameApart, siteFolder, siteOfFolder } from './files'

it('knows what is read by its ending', () => {
  expect(['a.DOCX', 'b.textgrid', 'c.qdpx', 'd.mp3', 'e.webp'].map(isReadable)).toEqual([true, true, true, true, true])
  expect(['a.svg', 'b.exe', 'c', 'd.docx.lnk'].map(isReadable)).toEqual([false, false, false, false])
  expect([isText('a.pdf'), isText('a.csv'), isText('a.png'), hasEncoding('a.csv'), hasEncoding('a.docx')]).toEqual([true, false, false, true, false])
})

it('leaves out what systems leave lying about', () => {
  expect(['A/.DS_Store', 'A/~$one.docx', 'Thumbs.db', '__MACOSX/x.txt', '.git/config'].map(isLeftover)).toEqual([true, true, true, true, true])
  expect(isLeftover('A/one.docx')).toBe(false)
})

describe('siteOfFolder', () => {
  it('takes the folder below the one that was dropped', () => {
    expect(siteFolder('study/Trust A/interviews/one.docx')).toBe('Trust A')
    expect(siteFolder('Trust A/one.docx')).toBe('Trust A')
    expect(siteFolder('one.docx')).toBe('')
  })
  it('finds a known site, and makes a new one of any other name', () => {
    const letters = ['A', 'B']
    expect(['A', 'b', 'Site A', 'trust_b', 'Site 12', 'North'].map((f) => siteOfFolder(f, letters))).toEqual(['A', 'B', 'A', 'B', '12', 'North'])
  })
})

it('names apart what is named alike in different folders', () => {
  expect(nameApart('one', 's/A/one.txt', new Set())).toBe('one')
  expect(nameApart('one', 's/B/one.txt', new Set(['one']))).toBe('B, one')
  expect(nameApart('one', 's/A/B/one.txt', new Set(['one', 'B, one']))).toBe('A, B, one')
  expect(nameApart('one', 'one.txt', new Set(['one']))).toBe('one (2)')
})
