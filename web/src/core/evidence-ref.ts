// Which excerpts lie under a figure. A figure holds such a reference, the address keeps it
// in the query parameter `evidence`, and the drawer asks the server for it.

export interface EvidenceRef {
  /** What the person clicked, as a heading for the drawer. */
  title?: string
  site?: string
  theme?: string
  question?: string
  aspect?: string
  position?: string
  excerpts?: readonly string[]
  /** A matrix cell: what rows and columns are, and which ones. */
  rows?: string
  row?: string
  columns?: string
  column?: string
}

const fields = ['title', 'site', 'theme', 'question', 'aspect', 'position', 'rows', 'row', 'columns', 'column'] as const

export function writeRef(ref: EvidenceRef): string {
  const p = new URLSearchParams()
  for (const f of fields) {
    const value = ref[f]
    if (value) p.set(f, value)
  }
  if (ref.excerpts?.length) p.set('excerpts', ref.excerpts.join(','))
  return p.toString()
}

export function readRef(text: string): EvidenceRef {
  const p = new URLSearchParams(text)
  const ref: EvidenceRef = {}
  for (const f of fields) {
    const value = p.get(f)
    if (value) ref[f] = value
  }
  const excerpts = p.get('excerpts')
  if (excerpts) ref.excerpts = excerpts.split(',').filter(Boolean)
  return ref
}

/** What the server is asked: the reference without its title. */
export function refQuery(ref: EvidenceRef): string {
  return writeRef({ ...ref, title: '' })
}

export function isCell(ref: EvidenceRef): boolean {
  return Boolean(ref.rows && ref.row && ref.columns && ref.column)
}
