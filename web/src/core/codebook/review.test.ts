import { describe, expect, it } from 'vitest'
import { mostPortions, nextOpen, Splitting, stays, type Reviewed } from './review'

const codings = ['x', 'y', 'z'].map((id): Reviewed => ({ id, text: id, source: '', source_id: '', site: 'A', speaker: '', question: '', position: '' }))

describe('Splitting', () => {
  const two = new Splitting([{ name: 'Formal' }, { name: 'Informal' }])
  it('sends each coding to a portion, or leaves it', () => {
    const s = two.assign('x', 1).assign('y', stays).assign('z', 7)
    const request = s.request('t', ['#c45146'])
    expect(request).toMatchObject({ from: 't', into: [{ name: 'Formal' }, { name: 'Informal' }], codings: { x: 1, y: -1 } })
    expect(new Set(['#c45146', ...request.into.map((p) => p.colour)]).size).toBe(3)
    expect([s.count(0), s.count(1), s.count(stays)]).toEqual([0, 1, 1])
    expect(two.to.size).toBe(0)
  })
  it('moves later portions up where one is taken away, and opens what went to it', () => {
    const s = two.assign('x', 0).assign('y', 1).drop(0)
    expect(s.portions).toEqual([{ name: 'Informal' }])
    expect([...s.to]).toEqual([['y', 0]])
  })
  it('says what is missing', () => {
    expect(new Splitting([]).lacks()).not.toBe('')
    expect(two.name(0, ' ').lacks()).toBe('Give each new theme a name.')
    expect(two.name(0, 'informal ').lacks()).toBe('Two of the themes have the same name.')
    expect(two.lacks()).toBe('')
  })
  it('takes as many as there are number keys', () => {
    let s = new Splitting([])
    for (let i = 0; i < 12; i++) s = s.add({ name: `t${i}` })
    expect(s.portions.length).toBe(mostPortions)
  })
})

describe('nextOpen', () => {
  it('goes on to what nobody has looked at, and begins again at the top', () => {
    expect(nextOpen(codings, new Map([['x', 0]]), 0)).toBe(1)
    expect(nextOpen(codings, new Map([['y', 0], ['z', 0]]), 2)).toBe(0)
    expect(nextOpen(codings, new Map([['x', 0], ['y', 0], ['z', 0]]), 1)).toBe(1)
  })
})
