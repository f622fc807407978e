import { describe, expect, it } from 'vitest'
import type { QuestionComparison } from './api-types'
import { placePoints } from './scatter'

const q = (question: string, within: number | null, b: number | null, reading: QuestionComparison['reading'] = 'common_ground'): QuestionComparison => ({
  question, theme: 'P9', aspect: 'practice', b, r2: null, within, same: 6, different: 2, mixed: 1, thin: 0, stated: 0, unknown: 0, reading,
})
const x = (d: number) => d * 500
const y = (b: number) => 400 - b * 400

describe('placePoints', () => {
  it('leaves a lone point where its measures put it', () => {
    const [p] = placePoints([q('a', 0.5, 0.25)], x, y, 430, 6)
    expect([Math.round(p?.x ?? 0), Math.round(p?.y ?? 0)]).toEqual([250, 300])
  })
  it('moves equal points apart and always to the same places', () => {
    const all = Array.from({ length: 12 }, (_, i) => q(`q${i}`, 1, 1))
    const first = placePoints(all, x, y, 430, 6)
    for (const [i, a] of first.entries())
      for (const b of first.slice(i + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(8)
    expect(placePoints(all, x, y, 430, 6)).toEqual(first)
  })
  it('keeps the undecided off the map and those without B on the lane', () => {
    const points = placePoints([q('a', null, 1, 'undecided'), q('b', 0.2, null, 'contested_everywhere')], x, y, 430, 6)
    expect(points.map((p) => [p.question.question, Math.round(p.y)])).toEqual([['b', 430]])
  })
})
