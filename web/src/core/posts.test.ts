import { describe, expect, it } from 'vitest'
import type { Post } from './api-types'
import { layOutPosts } from './posts'

const post = (id: string, level: number, reports_to?: string): Post => ({ id, title: id, level, ...(reports_to ? { reports_to } : {}) })

describe('layOutPosts', () => {
  it('puts each level on a row and follows reporting lines', () => {
    const chart = layOutPosts([post('director', 1), post('chief', 2, 'director'), post('lead', 3, 'chief'), post('deputy', 2)])
    const y = (id: string) => chart.posts.find((p) => p.post.id === id)?.y ?? -1
    expect(y('director')).toBeLessThan(y('chief'))
    expect(y('chief')).toBe(y('deputy'))
    expect(chart.links.map((l) => [l.from.post.id, l.to.post.id, l.assumed]).sort()).toEqual([
      ['chief', 'lead', false], ['director', 'chief', false], ['director', 'deputy', true],
    ])
  })
  it('never places two posts of a level over each other', () => {
    const chart = layOutPosts([post('a', 1), ...Array.from({ length: 6 }, (_, i) => post(`b${i}`, 2, 'a'))])
    const xs = chart.posts.filter((p) => p.post.level === 2).map((p) => p.x).sort((a, b) => a - b)
    xs.slice(1).forEach((x, i) => expect(x - (xs[i] ?? 0)).toBeGreaterThanOrEqual(200))
    expect(Math.min(...chart.posts.map((p) => p.x))).toBeGreaterThanOrEqual(0)
  })
  it('hangs a post without a level from nothing', () => {
    expect(layOutPosts([post('director', 1), post('chief', 2), post('manager', 0)]).links.map((l) => l.to.post.id)).toEqual(['chief'])
  })
  it('survives posts that report in a circle, and none', () => {
    expect(layOutPosts([post('a', 1, 'b'), post('b', 1, 'a')]).posts.length).toBe(2)
    expect(layOutPosts([]).posts).toEqual([])
  })
})
