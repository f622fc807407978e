import { describe, expect, it } from 'vitest'
import { attribute, clock, coefficient, compareValues, list, number, plural } from './format'

describe('format', () => {
  it('groups thousands and keeps halves', () => expect(number(3022.5)).toBe('3,022.5'))
  it('shows an undefined coefficient as a dash', () => expect([coefficient(null), coefficient(0.30556)]).toEqual(['–', '0.31']))
  it('counts', () => expect([plural(1, 'voice'), plural(3, 'voice')]).toEqual(['1 voice', '3 voices']))
  it('lists', () => expect([list([]), list(['A']), list(['A', 'B', 'C'])]).toEqual(['', 'A', 'A, B and C']))
  it('reads attributes', () => expect([attribute('47527', 'number'), attribute('mental_health', 'text'), attribute(undefined, 'text')]).toEqual(['47,527', 'mental health', '']))
  it('tells the time of a recording', () => expect([clock(65_000), clock(3_723_000)]).toEqual(['1:05', '1:02:03']))
  it('orders numbers by size and puts the unknown last', () => {
    expect(['950', undefined, '131.5'].sort((a, b) => compareValues(a, b, 'number'))).toEqual(['131.5', '950', undefined])
    expect(compareValues(undefined, '1', 'number')).toBe(1)
  })
})
