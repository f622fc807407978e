// The posts of a site as a chart: who reports to whom, by level.

import { hierarchy, tree } from 'd3-hierarchy'
import type { Post } from './api-types'

export interface PlacedPost {
  post: Post
  x: number
  y: number
}
export interface PostLink {
  from: PlacedPost
  to: PlacedPost
  /** Drawn because the level says so, not because a reporting line is on record. */
  assumed: boolean
}
export interface PostChart {
  posts: PlacedPost[]
  links: PostLink[]
  levels: number[]
  width: number
  height: number
}

export const postSize = { width: 200, height: 52, gapX: 20, gapY: 44 }

interface Node {
  post: Post | null
  assumed: boolean
  children: Node[]
}

/**
 * Places each post on the row of its level. Reporting lines on record are followed; a post without one
 * hangs from the first post of the level above, and that line is marked assumed. A post whose level is not
 * stated (0) hangs from nothing, since nothing says from what.
 */
export function layOutPosts(posts: readonly Post[]): PostChart {
  const levels = [...new Set(posts.map((p) => p.level))].sort((a, b) => (a || 99) - (b || 99))
  const nodes = new Map(posts.map((post): [string, Node] => [post.id, { post, assumed: false, children: [] }]))
  const root: Node = { post: null, assumed: false, children: [] }
  for (const post of posts) {
    const node = nodes.get(post.id)
    if (!node) continue
    const stated = post.reports_to ? nodes.get(post.reports_to) : undefined
    const above = post.level === 0 ? undefined : posts.find((p) => p.level === levels[levels.indexOf(post.level) - 1])
    const parent = stated && !reaches(node, stated) ? stated : above ? nodes.get(above.id) : undefined
    node.assumed = parent !== stated
    ;(parent && !reaches(node, parent) ? parent : root).children.push(node)
  }
  const laid = tree<Node>().nodeSize([postSize.width + postSize.gapX, 1])(hierarchy(root))
  const placed = new Map<Node, PlacedPost>()
  const left = Math.min(0, ...laid.descendants().filter((n) => n.data.post).map((n) => n.x))
  for (const n of laid.descendants()) {
    if (!n.data.post) continue
    const row = levels.indexOf(n.data.post.level)
    placed.set(n.data, { post: n.data.post, x: n.x - left, y: row * (postSize.height + postSize.gapY) })
  }
  const links: PostLink[] = []
  for (const [node, from] of placed)
    for (const child of node.children) {
      const to = placed.get(child)
      if (to) links.push({ from, to, assumed: child.assumed })
    }
  const all = [...placed.values()]
  return {
    posts: all, links, levels,
    width: Math.max(0, ...all.map((p) => p.x)) + postSize.width,
    height: Math.max(0, ...all.map((p) => p.y)) + postSize.height,
  }
}

function reaches(from: Node, to: Node): boolean {
  return from === to || from.children.some((c) => reaches(c, to))
}
