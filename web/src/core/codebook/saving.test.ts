import { describe, expect, it } from 'vitest'
import { ApiError } from '../api'
import { saveField } from './saving'
import type { Row } from './types'

const standing = { id: 't', revision: 3, name: 'Posts', definition: 'old', ord: 0, key: 'S1', uses: 4 }

/** A server that holds one row and refuses a stale revision, as ours does. */
function server(row: Row) {
  const state = { row, writes: 0 }
  const replace = async (next: Row): Promise<Row> => {
    state.writes++
    if (next['revision'] !== state.row['revision']) throw new ApiError(409, 'it was changed', state.row)
    state.row = { ...next, revision: Number(next['revision']) + 1 }
    return state.row
  }
  return { state, replace }
}

describe('saveField', () => {
  it('writes the row without what the page shows beside it', async () => {
    const { replace, state } = server({ id: 't', revision: 3, name: 'Posts', definition: 'old', ord: 0 })
    expect(await saveField(replace, 'theme', standing, 'definition', 'new', 'old')).toEqual({ as: 'saved', row: state.row })
    expect(state.row).toEqual({ id: 't', revision: 4, name: 'Posts', definition: 'new', ord: 0 })
  })
  it('writes nothing where nothing changed', async () => {
    const { replace, state } = server({ ...standing })
    expect(await saveField(replace, 'theme', standing, 'definition', 'old', 'old')).toEqual({ as: 'same' })
    expect(state.writes).toBe(0)
  })
  it('keeps what another person wrote in another field', async () => {
    const { replace, state } = server({ id: 't', revision: 8, name: 'Leadership posts', definition: 'old', ord: 0 })
    expect(await saveField(replace, 'theme', standing, 'definition', 'new', 'old')).toMatchObject({ as: 'saved' })
    expect(state.row).toMatchObject({ name: 'Leadership posts', definition: 'new', revision: 9 })
  })
  it('shows both where the same field was changed, and writes nothing', async () => {
    const { replace, state } = server({ id: 't', revision: 8, name: 'Posts', definition: 'theirs', ord: 0 })
    expect(await saveField(replace, 'theme', standing, 'definition', 'mine', 'old')).toMatchObject({ as: 'conflict', theirs: 'theirs' })
    expect(state.row['definition']).toBe('theirs')
  })
  it('takes it as saved where both wrote the same', async () => {
    const { replace } = server({ id: 't', revision: 8, name: 'Posts', definition: 'new', ord: 0 })
    expect(await saveField(replace, 'theme', standing, 'definition', 'new', 'old')).toEqual({ as: 'same' })
  })
  it('empties a field', async () => {
    const { replace, state } = server({ id: 't', revision: 3, name: 'Posts', definition: 'old', ord: 0 })
    await saveField(replace, 'theme', standing, 'definition', '', 'old')
    expect(state.row['definition']).toBe('')
  })
  it('passes other refusals on', async () => {
    const refuse = () => Promise.reject(new ApiError(422, 'theme has no name'))
    await expect(saveField(refuse, 'theme', standing, 'name', '', 'Posts')).rejects.toThrow('theme has no name')
  })
})
