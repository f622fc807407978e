import { describe, expect, it } from 'vitest'
import { isCell, readRef, refQuery, writeRef } from './evidence-ref'

describe('evidence reference', () => {
  it('survives the address', () => {
    const ref = { title: 'A & B, 50 %', site: 'A', question: 'Who leads?', aspect: 'practice', position: 'triumvirate', excerpts: ['x1', 'x2'] }
    expect(readRef(writeRef(ref))).toEqual(ref)
  })
  it('asks the server without the title', () => expect(refQuery({ title: 't', site: 'A' })).toBe('site=A'))
  it('knows a matrix cell', () => {
    expect(isCell({ rows: 'site', row: 'A', columns: 'theme', column: 'P9' })).toBe(true)
    expect(isCell({ site: 'A' })).toBe(false)
  })
})
