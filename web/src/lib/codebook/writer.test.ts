import { describe, expect, it } from 'vitest'
import { ApiError } from '../../core/api'
import type { Row } from '../../core/codebook/types'
import { FieldWriter, keyOf } from './writer.svelte'

/** A study with one theme, a connection that can be cut, and others who write. */
function world() {
  const w = { row: { id: 't', revision: 1, name: 'Posts', definition: 'old', ord: 0 } as Row, page: {} as Row, cut: false }
  w.page = w.row
  const writer = new FieldWriter({
    row: () => w.page,
    replace: async (_, next) => {
      if (w.cut) throw new ApiError(0, 'The server does not answer.')
      if (next['revision'] !== w.row['revision']) throw new ApiError(409, 'it was changed', w.row)
      w.row = { ...next, revision: Number(next['revision']) + 1 }
      return w.row
    },
    reload: async () => void (w.page = w.row),
  })
  const others = (change: Row) => (w.row = { ...w.row, ...change, revision: Number(w.row['revision']) + 1 })
  return { w, writer, others }
}
const key = keyOf('t', 'definition')

describe('FieldWriter', () => {
  it('saves a field on leaving it', async () => {
    const { w, writer } = world()
    writer.type('theme', 't', 'definition', 'new', 'old')
    expect(writer.unsaved).toBe(1)
    await writer.leave('t', 'definition')
    expect([w.row['definition'], writer.unsaved, writer.last]).toEqual(['new', 0, { key, as: 'saved' }])
  })
  it('keeps what was typed while the connection is lost, says so, and saves it after', async () => {
    const { w, writer } = world()
    w.cut = true
    writer.type('theme', 't', 'definition', 'new', 'old')
    await writer.leave('t', 'definition')
    expect([writer.failures[key], writer.unsaved, writer.drafts[key]?.value]).toEqual(['The server does not answer.', 1, 'new'])
    w.cut = false
    await writer.flush()
    expect([w.row['definition'], writer.unsaved, writer.failures]).toEqual(['new', 0, {}])
  })
  it('saves two fields left at once, one after the other', async () => {
    const { w, writer } = world()
    writer.type('theme', 't', 'definition', 'new', 'old')
    writer.type('theme', 't', 'name', 'Leaders', 'Posts')
    await Promise.all([writer.leave('t', 'definition'), writer.leave('t', 'name')])
    expect(w.row).toMatchObject({ definition: 'new', name: 'Leaders', revision: 3 })
  })
  it('shows both versions, and keeps mine, theirs or another text as the person says', async () => {
    for (const chosen of ['mine', 'theirs', 'both']) {
      const { w, writer, others } = world()
      writer.type('theme', 't', 'definition', 'mine', 'old')
      others({ definition: 'theirs' })
      await writer.leave('t', 'definition')
      expect(writer.conflicts[key]).toEqual({ mine: 'mine', theirs: 'theirs' })
      expect(w.row['definition']).toBe('theirs')
      await writer.settle('t', 'definition', chosen)
      expect([w.row['definition'], writer.unsaved, writer.conflicts]).toEqual([chosen, 0, {}])
    }
  })
  it('shows both where the page heard of the other version before the field was left', async () => {
    const { w, writer, others } = world()
    writer.type('theme', 't', 'definition', 'mine', 'old')
    others({ definition: 'theirs' })
    w.page = w.row
    await writer.leave('t', 'definition')
    expect(writer.conflicts[key]?.theirs).toBe('theirs')
  })
  it('keeps what was typed in a row that is gone', async () => {
    const { w, writer } = world()
    writer.type('theme', 't', 'definition', 'mine', 'old')
    w.page = undefined as unknown as Row
    await writer.leave('t', 'definition')
    expect(writer.failures[key]).toContain('not in the codebook any more')
    expect(writer.drafts[key]?.value).toBe('mine')
  })
})
