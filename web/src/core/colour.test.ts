import { describe, expect, it } from 'vitest'
import { coloursOf, contrast, contrasts, distance, enough, palette, propose, readColour, warning } from './colour'

describe('contrast', () => {
  // The reference pairs of WCAG: black on white is 21, #777777 on white just misses 4.5.
  it('is that of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6)
    expect(contrast('#ffffff', '#777777')).toBeCloseTo(4.478, 3)
    expect(contrast('#0c86a9', '#0c86a9')).toBe(1)
  })
  it('of every colour of the palette is enough on light and on dark', () => {
    for (const { name, hex } of palette) {
      const { light, dark } = contrasts(hex)
      expect(Math.min(light, dark), name).toBeGreaterThanOrEqual(enough)
      expect(warning(hex)).toBe('')
    }
  })
  it('that is too low is said with the ground on which it is', () => {
    expect(warning('#ffff00')).toBe('Contrast is 1.0:1 on a light ground; below 3:1 it is hard to see.')
    expect(warning('#000080')).toContain('on a dark ground')
    expect(warning('#949494')).toBe('Contrast is 2.9:1 on a light ground; below 3:1 it is hard to see.')
  })
})

describe('palette', () => {
  it('holds no two colours that look alike', () => {
    for (const [i, a] of palette.entries()) for (const b of palette.slice(i + 1)) expect(distance(a.hex, b.hex), `${a.name}, ${b.name}`).toBeGreaterThan(0.03)
  })
})

describe('propose', () => {
  it('gives what lies farthest from the colours in use', () => {
    expect(propose([])).toBe('#c45146')
    const next = propose(['#c45146'])
    const apart = distance(next, '#c45146')
    for (const { hex } of palette) expect(distance(hex, '#c45146')).toBeLessThanOrEqual(apart + 1e-9)
  })
  it('gives each colour once before any twice', () => {
    const used: string[] = []
    for (let i = 0; i < palette.length; i++) used.push(propose(used))
    expect(new Set(used).size).toBe(palette.length)
    expect(palette.map((c) => c.hex)).toContain(propose(used))
  })
  it('minds a colour that a person typed, and passes over what is none', () => {
    expect(distance(propose(['#00f', 'reddish', '']), '#0000ff')).toBeGreaterThan(0.3)
  })
})

describe('coloursOf', () => {
  const ids = Array.from({ length: 30 }, (_, i) => `0190-${String(i).padStart(3, '0')}`)
  const without = ids.map((id) => ({ id }))

  it('gives themes without a colour one of the palette each, all of it before any twice', () => {
    const given = [...coloursOf(without).values()]
    expect(given).toHaveLength(30)
    expect(new Set(given.slice(0, palette.length)).size).toBe(palette.length)
    for (const hex of given) expect(Math.min(contrasts(hex).light, contrasts(hex).dark)).toBeGreaterThanOrEqual(enough)
  })
  it('makes themes that were made one after another look different', () => {
    const given = ids.map((id) => coloursOf(without).get(id) ?? '')
    for (const [i, hex] of given.slice(1).entries()) expect(distance(hex, given[i] ?? ''), `${hex} after ${given[i]}`).toBeGreaterThan(0.05)
  })
  it('does not change with the order of the codebook, with a new theme, or with a choice for another', () => {
    const before = coloursOf(without)
    expect(coloursOf(without.toReversed())).toEqual(before)
    const after = coloursOf([{ id: '0191-new' }, ...without.map((t) => (t.id === ids[4] ? { ...t, colour: '#123456' } : t))])
    for (const id of ids) expect(after.get(id)).toBe(id === ids[4] ? '#123456' : before.get(id))
  })
  it('keeps what was chosen, and passes over what is no colour', () => {
    const given = coloursOf([{ id: 'a', colour: '#C45' }, { id: 'b', colour: 'reddish' }, { id: 'c', colour: '' }])
    expect(given.get('a')).toBe('#cc4455')
    expect(palette.map((p) => p.hex)).toContain(given.get('b'))
    expect(given.get('c')).not.toBe(given.get('b'))
  })
})

describe('readColour', () => {
  it('takes both lengths, and nothing else', () => {
    expect([readColour('#FA0'), readColour('c45146'), readColour(' #C45146 ')]).toEqual(['#ffaa00', '#c45146', '#c45146'])
    expect([readColour('red'), readColour('#12345'), readColour('')]).toEqual([null, null, null])
  })
})
