import { describe, expect, it } from 'vitest'
import { rankMatches } from './search'

const find = (text: string) => rankMatches(['Go to Sites', 'Site A', 'Report on site A', 'C02 Oppositional stance'], text, (s) => s)

describe('rankMatches', () => {
  it('gives all where nothing is typed', () => expect(find('  ').length).toBe(4))
  it('puts whole words before beginnings before anywhere', () => expect(find('site')).toEqual(['Site A', 'Report on site A', 'Go to Sites']))
  it('wants every word', () => expect(find('report a')).toEqual(['Report on site A']))
  it('finds nothing where there is nothing', () => expect(find('zebra')).toEqual([]))
})
