import { expect, it } from 'vitest'
import { align, placeIn, within } from './align'

/** The words of the text that a stretch of a piece is. */
function words(pieces: string[], text: string, piece: number): string {
  const a = align(pieces, text)[piece]!
  const on = [...a].filter((x) => x >= 0)
  return text.slice(Math.min(...on), Math.max(...on) + 1)
}

it('finds each piece where spaces and line ends differ', () => {
  const text = 'The board decides.\nThe ward is asked.'
  expect(['The  board', ' decides.', 'The ward', 'is asked.'].map((_, i, all) => words(all, text, i))).toEqual(['The board', 'decides.', 'The ward', 'is asked.'])
})

it('takes ligatures apart, and goes on behind what only one of the two has', () => {
  expect(words(['The o\ufb03ce', 'of the matron'], 'The office of the matron', 1)).toBe('of the matron')
  const text = 'Leadership was distributed among the clinicians.'
  expect(words(['Page 3 of 12', 'Leader-', 'ship was distributed', 'among the clinicians.'], text, 3)).toBe('among the clinicians.')
  expect(words(['Leader-', 'ship was distributed'], text, 1)).toBe('ship was distributed')
})

it('keeps emoji and what follows in place', () => {
  const text = 'Yes 😀 there is a budget.'
  expect(words(['Yes 😀', 'there is a budget.'], text, 1)).toBe('there is a budget.')
})

it('says where a place in a piece is, and what of a piece lies in a stretch', () => {
  const text = 'one two three'
  const a = align(['one ', 'two', ' three'], text)
  expect(placeIn(a, 1, 0, false)).toBe(4)
  expect(placeIn(a, 0, 4, false)).toBe(4)
  expect(placeIn(a, 1, 3, true)).toBe(7)
  expect(placeIn(a, 2, 0, true)).toBe(7)
  expect(within(a[1]!, 5, 20)).toEqual({ start: 1, end: 3 })
  expect(within(a[1]!, 8, 20)).toBeNull()
})
