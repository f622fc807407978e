// What a chart shows, as the address and the server say it.

import type { ColumnKind, KeptView, RowKind } from './types'

export interface Filter {
  attribute: string
  is: 'equals' | 'not' | 'at_least' | 'at_most'
  value: string
}

export interface ViewQuery {
  rows: RowKind
  columns: ColumnKind
  typology?: string
  sites: readonly string[]
  columnSet: readonly string[]
  filters: readonly Filter[]
  sort: string
  descending: boolean
}

export const signs: Record<Filter['is'], string> = { equals: '=', not: '!=', at_least: '>=', at_most: '<=' }
export const signWords: Record<Filter['is'], string> = { equals: 'is', not: 'is not', at_least: 'at least', at_most: 'at most' }

const rowKinds: readonly RowKind[] = ['site', 'unit', 'participant', 'type', 'role']
const several = (text: string): string[] => text.split('\n').filter(Boolean)

/** Reads "budget>=10"; null where it says nothing. */
export function readFilter(text: string): Filter | null {
  for (const is of ['not', 'at_least', 'at_most', 'equals'] as const) {
    const at = text.indexOf(signs[is])
    if (at > 0) return { attribute: text.slice(0, at), is, value: text.slice(at + signs[is].length) }
  }
  return null
}

export const writeFilter = (f: Filter): string => f.attribute + signs[f.is] + f.value

/** Reads a view from the parameters of an address; get gives one by its name, empty where it is absent. */
export function readView(get: (name: string) => string): ViewQuery {
  const rows = get('rows') as RowKind
  return {
    rows: rowKinds.includes(rows) ? rows : 'site',
    columns: get('columns') === 'question' ? 'question' : 'theme',
    typology: get('typology'),
    sites: several(get('sites')),
    columnSet: several(get('set')),
    filters: several(get('only')).map(readFilter).filter((f) => f !== null),
    sort: get('sort'),
    descending: get('dir') === 'desc',
  }
}

/** The same as parameters of an address. */
export const writeView = (q: ViewQuery): Record<string, string> => ({
  rows: q.rows === 'site' ? '' : q.rows,
  columns: q.columns === 'theme' ? '' : q.columns,
  typology: q.typology ?? '',
  sites: q.sites.join('\n'),
  set: q.columnSet.join('\n'),
  only: q.filters.map(writeFilter).join('\n'),
  sort: q.sort,
  dir: q.descending ? 'desc' : '',
})

/** What the server is asked with. */
export function viewParams(q: ViewQuery): string {
  const p = new URLSearchParams({ rows: q.rows, columns: q.columns })
  if (q.typology) p.set('typology', q.typology)
  for (const s of q.sites) p.append('site', s)
  for (const c of q.columnSet) p.append('column', c)
  for (const f of q.filters) p.append('filter', writeFilter(f))
  if (q.sort) p.set('sort', q.sort)
  if (q.descending) p.set('descending', 'true')
  return p.toString()
}

/** A kept view as a query; letters are those of the sites by id. */
export function fromKept(v: KeptView, letters: (id: string) => string): ViewQuery {
  return {
    rows: v.rows as RowKind, columns: v.columns as ColumnKind, typology: v.typology ?? '', sites: (v.sites ?? []).map(letters).filter(Boolean),
    columnSet: v.column_set ?? [], filters: (v.filters ?? []) as Filter[], sort: v.sort ?? '', descending: v.descending ?? false,
  }
}

/** A query as a view to be kept; sites are named by letter, which the server understands. */
export function toKept(q: ViewQuery, name: string): Record<string, unknown> {
  return {
    name, rows: q.rows, columns: q.columns, typology: q.typology ?? '', sites: [...q.sites], column_set: [...q.columnSet], filters: [...q.filters], sort: q.sort, descending: q.descending,
  }
}
