// Where excerpts of the evidence drawer can be linked to, while a cell of a chart is shown beside it.

export interface LinkTarget {
  label: string
  has: (excerpt: string) => boolean
  toggle: (excerpt: string) => void
}

class Linking {
  target = $state.raw<LinkTarget | null>(null)
}

export const linking = new Linking()

/** What an excerpt is dragged as. */
export const excerptType = 'application/x-crosscase-excerpt'
