import { describe, expect, it } from 'vitest'
import { markLast, markOut, moveEdge, neighbour } from './marks'

describe('markOut', () => {
  it('is the stretch between', () => expect(markOut(1000.4, 5000.6)).toEqual({ start: 1000, end: 5001 }))
  it('turns round marks set the wrong way', () => expect(markOut(5000, 1000)).toEqual({ start: 1000, end: 5000 }))
  it('is nothing where both are the same place', () => expect(markOut(1000, 1050)).toBeNull())
})

describe('markLast', () => {
  it('reaches back', () => expect(markLast(50_000, 20_000)).toEqual({ start: 30_000, end: 50_000 }))
  it('ends at the beginning of the recording', () => expect(markLast(7000, 20_000)).toEqual({ start: 0, end: 7000 }))
  it('is nothing at the very beginning', () => expect(markLast(0, 20_000)).toBeNull())
})

describe('moveEdge', () => {
  const mark = { start: 1000, end: 2000 }
  it('moves the one chosen', () => {
    expect(moveEdge(mark, 'start', -100, 9000)).toEqual({ start: 900, end: 2000 })
    expect(moveEdge(mark, 'end', 1000, 9000)).toEqual({ start: 1000, end: 3000 })
  })
  it('stops at the other edge and at both ends', () => {
    expect(moveEdge(mark, 'start', 5000, 9000)).toEqual({ start: 1900, end: 2000 })
    expect(moveEdge(mark, 'end', -5000, 9000)).toEqual({ start: 1000, end: 1100 })
    expect(moveEdge(mark, 'start', -5000, 9000).start).toBe(0)
    expect(moveEdge(mark, 'end', 99_000, 9000).end).toBe(9000)
  })
})

describe('neighbour', () => {
  const marks = [{ id: 'b', start: 50, end: 60 }, { id: 'a', start: 10, end: 20 }, { id: 'c', start: 90, end: 95 }]
  it('goes from the chosen one and stops at the ends', () => {
    expect(neighbour(marks, 'a', 0, 1)?.id).toBe('b')
    expect(neighbour(marks, 'a', 0, -1)?.id).toBe('a')
    expect(neighbour(marks, 'c', 0, 1)?.id).toBe('c')
  })
  it('goes from here where none is chosen', () => {
    expect(neighbour(marks, '', 55, 1)?.id).toBe('c')
    expect(neighbour(marks, '', 55, -1)?.id).toBe('b')
    expect(neighbour([], '', 0, 1)).toBeUndefined()
  })
})
