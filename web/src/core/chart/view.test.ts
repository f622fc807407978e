import { describe, expect, it } from 'vitest'
import { readFilter, readView, viewParams, writeFilter, writeView, type ViewQuery } from './view'

const view: ViewQuery = {
  rows: 'participant', columns: 'question', typology: '', sites: ['A', 'B'], columnSet: ['who, and when', 'b'],
  filters: [{ attribute: 'budget', is: 'at_least', value: '4' }, { attribute: 'group', is: 'not', value: 'a=b' }], sort: 'budget', descending: true,
}

describe('a view', () => {
  it('survives the address', () => {
    const kept = writeView(view)
    expect(readView((name) => kept[name] ?? '')).toEqual(view)
  })
  it('is the sites by the themes where nothing is said', () => expect(readView(() => '')).toMatchObject({ rows: 'site', columns: 'theme', sites: [], filters: [] }))
  it('asks the server once for each of several', () => expect(viewParams(view)).toBe('rows=participant&columns=question&site=A&site=B&column=who%2C+and+when&column=b&filter=budget%3E%3D4&filter=group%21%3Da%3Db&sort=budget&descending=true'))
})

describe('a filter', () => {
  it('survives being written', () => { for (const f of view.filters) expect(readFilter(writeFilter(f))).toEqual(f) })
  it('says nothing without a sign', () => expect(readFilter('budget')).toBeNull())
})
