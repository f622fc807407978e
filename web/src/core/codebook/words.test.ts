import { describe, expect, it } from 'vitest'
import { difference } from './words'

const shown = (a: string, b: string): string => difference(a, b).map((p) => ({ same: p.text, added: `+${p.text}+`, removed: `-${p.text}-` })[p.as]).join('')

describe('difference', () => {
  it('marks words, not letters', () => {
    expect(shown('Posts that doctors hold', 'Posts that nurses hold')).toBe('Posts that -doctors-+nurses+ hold')
    expect(shown('one two', 'one two three')).toBe('one two+ three+')
    expect(shown('', 'new')).toBe('+new+')
    expect(shown('same', 'same')).toBe('same')
    expect(shown('Board (formal).', 'Board (in practice).')).toBe('Board (-formal-+in practice+).')
  })
  it('keeps accents and other scripts whole', () => expect(shown('équipe médicale', 'équipe soignante')).toBe('équipe -médicale-+soignante+'))
  it('gives both texts back, whatever they are', () => {
    let seed = 7
    const next = (n: number) => (seed = (seed * 48271) % 2147483647) % n
    const text = () => Array.from({ length: next(40) }, () => ['post', 'ward', ' ', ', ', 'é', '👩‍⚕️', '\n'][next(7)]).join('')
    for (let i = 0; i < 300; i++) {
      const [a, b] = [text(), text()]
      const parts = difference(a, b)
      expect(parts.filter((p) => p.as !== 'added').map((p) => p.text).join('')).toBe(a)
      expect(parts.filter((p) => p.as !== 'removed').map((p) => p.text).join('')).toBe(b)
    }
  })
})
