import { beforeEach, describe, expect, it } from 'vitest'
import { Memory } from './memory'

beforeEach(() => localStorage.clear())
const at = (person: string, source = 's1') => new Memory(localStorage, person, 'study', source)

describe('Memory', () => {
  it('remembers a place for each person and recording', () => {
    at('ann').remember({ place: 5000, rate: 1.2 })
    at('ann').remember({ place: 6000 })
    expect(at('ann').at).toEqual({ place: 6000, rate: 1.2 })
    expect(at('bo').at).toEqual({})
    expect(at('ann', 's2').at).toEqual({})
  })
  it('shares choices between recordings', () => {
    at('ann').choose({ last: 30 })
    at('ann', 's2').choose({ volume: 0.5 })
    expect(at('ann').choices).toEqual({ last: 30, volume: 0.5 })
  })
  it('keeps typing until the server has these very words', () => {
    at('ann').type('e1', 'one')
    at('ann').type('e1', 'one two')
    at('ann').saved('e1', 'one')
    expect(at('ann').typed).toEqual({ e1: 'one two' })
    at('ann').saved('e1', 'one two')
    expect(at('ann').typed).toEqual({})
  })
  it('keeps what waits to be sent, of two tabs side by side', () => {
    const [one, two] = [at('ann'), at('ann')]
    one.wait([{ id: 'a' }])
    two.wait([{ id: 'b' }])
    expect(at('ann').waiting).toEqual([{ id: 'a' }, { id: 'b' }])
    one.wait([])
    expect(at('ann').waiting).toEqual([{ id: 'b' }])
    two.wait([])
    expect(at('ann').waiting).toEqual([])
  })
  it('does without a storage that holds rubbish or is off', () => {
    localStorage.setItem('crosscase.recording', '{')
    expect(at('ann').choices).toEqual({})
    const off = { getItem: () => { throw new Error('off') }, setItem: () => { throw new Error('off') }, removeItem: () => {} }
    const memory = new Memory(off, 'ann', 'study', 's1')
    memory.remember({ place: 1 })
    expect(memory.at).toEqual({})
  })
})
