// The consistency map: each question at (mean agreement within sites, agreement between sites).

import { forceCollide, forceSimulation, forceX, forceY, type SimulationNodeDatum } from 'd3-force'
import type { QuestionComparison } from './api-types'

export interface MapPoint {
  question: QuestionComparison
  x: number
  y: number
  /** Where the measures put it, before points were moved apart. */
  home: { x: number; y: number }
}

interface Node extends SimulationNodeDatum {
  point: MapPoint
}

export const onMap = (q: QuestionComparison): boolean => q.reading !== 'undecided' && q.within !== null

/**
 * Points in the unit of the scales given, moved apart so that none hides another.
 * Questions without B lie on the lane at the height `lane`.
 */
export function placePoints(questions: readonly QuestionComparison[], x: (d: number) => number, y: (b: number) => number, lane: number, radius: number): MapPoint[] {
  const nodes: Node[] = questions.filter(onMap).map((question) => {
    const home = { x: x(question.within ?? 0), y: question.b === null ? lane : y(question.b) }
    return { x: home.x, y: home.y, point: { question, x: home.x, y: home.y, home } }
  })
  forceSimulation(nodes)
    .force('x', forceX<Node>((n) => n.point.home.x).strength(0.5))
    .force('y', forceY<Node>((n) => n.point.home.y).strength(0.5))
    .force('apart', forceCollide<Node>(radius + 1).iterations(3))
    .stop()
    .tick(120)
  return nodes.map((n) => ({ ...n.point, x: n.x ?? n.point.x, y: n.y ?? n.point.y }))
}
