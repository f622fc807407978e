// What moving a node means, by key and by drag: a request to the server, or null where there is nowhere to go.
// The rules are:
//   - up and down go past the sibling of the same kind; at an edge a theme goes on into the next meta-theme, and a
//     question into the next theme.
//   - nesting puts a theme under the theme above it; un-nesting puts it right behind the theme it was under.
//   - a drag nests or orders; it never merges, and never puts a theme under itself.

import { isUnder, siblings, walk, type Node } from './tree'
import type { MoveRequest } from './types'

export type Zone = 'before' | 'into' | 'after'

const peers = (roots: readonly Node[], n: Node): readonly Node[] => siblings(roots, n).filter((s) => s.noun === n.noun)

/** Where a theme hangs: its meta-theme and the theme above it. */
function home(parent: Node | null): { meta_theme_id: string; parent_id: string } {
  if (parent?.noun === 'theme') return { meta_theme_id: parent.row.meta_theme_id ?? '', parent_id: parent.id }
  return { meta_theme_id: parent?.noun === 'meta_theme' ? parent.id : '', parent_id: '' }
}

/** Puts n under parent, before a sibling or last. */
function put(n: Node, parent: Node | null, before: Node | undefined): MoveRequest | null {
  const to: MoveRequest = { noun: n.noun, id: n.id, ...(before ? { before: before.id } : {}) }
  switch (n.noun) {
    case 'theme':
      return { ...to, ...home(parent) }
    case 'question':
      return { ...to, theme_id: parent?.id ?? '' }
    default:
      return parent?.id === n.parent?.id ? to : null
  }
}

/** One place up (-1) or down (+1). */
export function shift(roots: readonly Node[], n: Node, by: -1 | 1): MoveRequest | null {
  const among = peers(roots, n)
  const at = among.findIndex((s) => s.id === n.id)
  if (among[at + by]) return put(n, n.parent, by < 0 ? among[at - 1] : among[at + 2])
  // Past the edge: into the neighbouring home of the same kind.
  const homes = homesOf(roots, n)
  const next = homes[homes.findIndex((h) => h?.id === n.parent?.id) + by]
  if (next === undefined || homes.length === 0) return null
  const first = (next?.children ?? roots).find((c) => c.noun === n.noun)
  return put(n, next, by < 0 ? undefined : first)
}

/** Where else a node of this kind could stand at its depth, in the order shown; null is the top. */
function homesOf(roots: readonly Node[], n: Node): (Node | null)[] {
  if (n.noun === 'theme' && n.parent?.noun !== 'theme') {
    const metas: (Node | null)[] = roots.filter((r) => r.noun === 'meta_theme')
    return n.parent === null || roots.some((r) => r.noun === 'theme') ? [...metas, null] : metas
  }
  if (n.noun === 'question') return [...walk(roots).filter((m) => m.noun === 'theme'), ...(n.parent ? [] : [null])]
  return []
}

/** Under what stands above it. */
export function nest(roots: readonly Node[], n: Node): MoveRequest | null {
  const among = siblings(roots, n)
  const above = among.slice(0, among.findIndex((s) => s.id === n.id)).reverse()
  if (n.noun === 'theme') {
    const into = above.find((s) => s.noun === 'theme' || s.noun === 'meta_theme')
    return into ? put(n, into, undefined) : null
  }
  const theme = above.find((s) => s.noun === 'theme')
  return n.noun === 'question' && theme ? put(n, theme, undefined) : null
}

/** Out of what it stands under. */
export function unnest(roots: readonly Node[], n: Node): MoveRequest | null {
  const parent = n.parent
  if (n.noun === 'theme' && parent) {
    const around = peers(roots, parent)
    const behind = parent.noun === 'theme' ? around[around.findIndex((s) => s.id === parent.id) + 1] : undefined
    return put(n, parent.parent, behind)
  }
  if (n.noun === 'question' && parent?.parent?.noun === 'theme') return put(n, parent.parent, undefined)
  return null
}

/** Where a node dragged over a place of another would go; null where it may not. */
export function drop(roots: readonly Node[], n: Node, on: Node, zone: Zone): MoveRequest | null {
  if (isUnder(on, n.id)) return null
  if (zone === 'into') {
    const takes = (n.noun === 'theme' && (on.noun === 'theme' || on.noun === 'meta_theme')) || (n.noun === 'question' && on.noun === 'theme')
    return takes ? put(n, on, undefined) : null
  }
  if (on.noun !== n.noun) return null
  const among = peers(roots, on)
  const at = among.findIndex((s) => s.id === on.id)
  const before = zone === 'before' ? on : among.slice(at + 1).find((s) => s.id !== n.id)
  return put(n, on.parent, before)
}

/** The part of a row that the pointer is over. Only what can take the node has a middle. */
export function zoneAt(y: number, height: number, takesInto: boolean): Zone {
  const edge = takesInto ? 0.28 : 0.5
  if (y < height * edge) return 'before'
  return y > height * (1 - edge) ? 'after' : 'into'
}
