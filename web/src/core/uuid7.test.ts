import { expect, it } from 'vitest'
import { uuid7 } from './uuid7'

it('is a UUIDv7 with its time in front', () => {
  const id = uuid7(0x0123456789ab, (b) => b.fill(0xff))
  expect(id).toBe('01234567-89ab-7fff-bfff-ffffffffffff')
})

it('sorts by time and does not repeat', () => {
  const ids = Array.from({ length: 200 }, (_, i) => uuid7(1_700_000_000_000 + i))
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(Array.from({ length: 2000 }, () => uuid7(1))).size).toBe(2000)
})
