import { describe, expect, it } from 'vitest'
import { moveCursor } from './grid'

const shape = { rows: 9, columns: 30, page: 5 }
const from = (key: string, ctrl = false, row = 4, column = 10) => moveCursor({ row, column }, key, ctrl, shape)

describe('moveCursor', () => {
  it('moves by one', () => {
    expect(from('ArrowRight')).toEqual({ row: 4, column: 11 })
    expect(from('ArrowUp')).toEqual({ row: 3, column: 10 })
  })
  it('stops at the edges', () => {
    expect(from('ArrowUp', false, 0, 0)).toEqual({ row: 0, column: 0 })
    expect(from('PageDown', false, 7, 3)).toEqual({ row: 8, column: 3 })
  })
  it('goes to the ends', () => {
    expect(from('Home')).toEqual({ row: 4, column: 0 })
    expect(from('End', true)).toEqual({ row: 8, column: 29 })
  })
  it('leaves other keys alone', () => expect(from('x')).toBeNull())
})
