// The codebook as a tree: meta-themes, their themes and sub-themes, the questions of each, the positions of each question.
// Rows come in the order in which they are shown; the tree only says what stands under what.

import type { Codebook, MetaTheme, Noun, Position, Question, Theme } from './types'

interface Place {
  id: string
  name: string
  /** Codings that use it; 0 for what is not counted. */
  uses: number
  retired: boolean
  /** 1 for what stands at the top, as aria-level counts. */
  level: number
  parent: Node | null
  children: Node[]
}

export type Node = Place & (
  | { noun: 'meta_theme'; row: MetaTheme }
  | { noun: 'theme'; row: Theme }
  | { noun: 'question'; row: Question }
  | { noun: 'position'; row: Position }
)

/** What a node is called in a sentence: "S1 Posts" for a theme with a code. */
export const label = (n: Node): string => (n.noun === 'theme' && n.row.code ? `${n.row.code} ${n.name}` : n.name)

/** How tables and addresses know a theme: by its code, or its name where it has none. */
export const themeKey = (t: Theme): string => t.code || t.name

export const nounWord: Record<Noun, string> = { meta_theme: 'meta-theme', theme: 'theme', question: 'question', position: 'position' }

/** The tree. Retired themes, with what stands under them, are left out unless wanted. */
export function grow(book: Codebook, retired: boolean): Node[] {
  const themes = book.themes.filter((t) => retired || !t.retired)
  const known = new Set(book.themes.map((t) => t.id))
  const metas = new Set(book.meta_themes.map((m) => m.id))
  const themeNode = (t: Theme, parent: Node | null): Node => {
    const n: Node = { noun: 'theme', row: t, id: t.id, name: t.name, uses: t.uses, retired: t.retired ?? false, level: below(parent), parent, children: [] }
    n.children = [
      ...themes.filter((c) => c.parent_id === t.id).map((c) => themeNode(c, n)),
      ...book.questions.filter((q) => q.theme_id === t.id).map((q) => questionNode(q, n)),
    ]
    return n
  }
  const questionNode = (q: Question, parent: Node | null): Node => {
    const n: Node = { noun: 'question', row: q, id: q.id, name: q.name, uses: q.uses, retired: false, level: below(parent), parent, children: [] }
    n.children = q.positions.map((p) => ({ noun: 'position', row: p, id: p.id, name: p.name, uses: 0, retired: false, level: n.level + 1, parent: n, children: [] }))
    return n
  }
  const top = themes.filter((t) => !t.parent_id || !known.has(t.parent_id))
  const roots = book.meta_themes.map((m): Node => {
    const n: Node = { noun: 'meta_theme', row: m, id: m.id, name: m.name, uses: 0, retired: false, level: 1, parent: null, children: [] }
    n.children = top.filter((t) => t.meta_theme_id === m.id).map((t) => themeNode(t, n))
    return n
  })
  return [
    ...roots,
    ...top.filter((t) => !t.meta_theme_id || !metas.has(t.meta_theme_id)).map((t) => themeNode(t, null)),
    ...book.questions.filter((q) => !q.theme_id || !known.has(q.theme_id)).map((q) => questionNode(q, null)),
  ]
}

const below = (parent: Node | null): number => (parent ? parent.level + 1 : 1)

/** Every node, a parent before what stands under it. */
export const walk = (nodes: readonly Node[]): Node[] => nodes.flatMap((n) => [n, ...walk(n.children)])

export const find = (nodes: readonly Node[], id: string): Node | undefined => walk(nodes).find((n) => n.id === id)

/** The nodes a person sees, top down, with those that are open unfolded. */
export function visible(nodes: readonly Node[], open: (n: Node) => boolean): Node[] {
  return nodes.flatMap((n) => [n, ...(open(n) ? visible(n.children, open) : [])])
}

export const siblings = (roots: readonly Node[], n: Node): readonly Node[] => n.parent?.children ?? roots

export function ancestors(n: Node): Node[] {
  return n.parent ? [n.parent, ...ancestors(n.parent)] : []
}

export const isUnder = (n: Node, id: string): boolean => n.id === id || ancestors(n).some((a) => a.id === id)

/** The tree cut down to what holds every word, with what leads there. Below a theme that fits, all of it stays. */
export function search(nodes: readonly Node[], text: string): Node[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (!wanted.length) return [...nodes]
  return cut(nodes, wanted, null)
}

function cut(nodes: readonly Node[], wanted: readonly string[], parent: Node | null): Node[] {
  const kept: Node[] = []
  for (const n of nodes) {
    const copy = { ...n, parent } as Node
    const fits = holds(n, wanted)
    copy.children = fits && n.noun !== 'meta_theme' ? n.children : cut(n.children, wanted, copy)
    if (fits || copy.children.length) kept.push(copy)
  }
  return kept
}

function holds(n: Node, wanted: readonly string[]): boolean {
  const said = [label(n)]
  if (n.noun === 'theme') said.push(n.row.definition ?? '', n.row.full_definition ?? '')
  if (n.noun === 'question') said.push(n.row.prompt ?? '', n.name.replaceAll('_', ' '))
  if (n.noun === 'position') said.push(n.row.definition ?? '', n.name.replaceAll('_', ' '))
  const hay = said.join(' ').toLowerCase()
  return wanted.every((w) => hay.includes(w))
}
