import { describe, expect, it } from 'vitest'
import { Offsets, slice } from './offsets'

const texts = {
  plain: 'The clinical director runs it.',
  emoji: 'before 👩🏽‍⚕️ after 🏥.',
  combining: 'cafe\u0301 nai\u0308ve',
  'right to left': 'قال المدير: نعم 👍 تمامًا',
  'line ends': 'one\ntwo\n\n𝔱hree',
  empty: '',
}

describe('Offsets', () => {
  for (const [name, text] of Object.entries(texts)) {
    const points = [...text]
    it(`${name}: agrees with the string's own iterator`, () => {
      const o = new Offsets(text)
      expect(o.length).toBe(points.length)
      let unit = 0
      points.forEach((p, i) => {
        expect(o.toUtf16(i)).toBe(unit)
        expect(o.toCodePoint(unit)).toBe(i)
        unit += p.length
      })
      expect(o.toUtf16(points.length)).toBe(text.length)
      expect(o.toCodePoint(text.length)).toBe(points.length)
    })
    it(`${name}: slices by code points`, () => {
      for (let a = 0; a <= points.length; a++)
        for (let b = a; b <= points.length; b++) expect(slice(text, a, b)).toBe(points.slice(a, b).join(''))
    })
  }
  it('rounds a unit inside a pair down', () => {
    const o = new Offsets('a🏥b')
    expect([0, 1, 2, 3, 4].map((u) => o.toCodePoint(u))).toEqual([0, 1, 1, 2, 3])
  })
  it('clamps offsets outside the text', () => {
    const o = new Offsets('a🏥')
    expect([o.toUtf16(-4), o.toUtf16(99), o.toCodePoint(99)]).toEqual([0, 3, 2])
  })
})
