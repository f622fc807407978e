// Margin stripes: overlapping spans go side by side, each in the leftmost lane free at its start.

export interface Span {
  start: number
  end: number
}

/** Lane of each span, in the order given; greedy over starts, which uses the fewest lanes. */
export function lanes(spans: readonly Span[]): number[] {
  const order = spans.map((_, i) => i)
  order.sort((a, b) => at(spans, a).start - at(spans, b).start || at(spans, b).end - at(spans, a).end || a - b)
  const free: number[] = [] // where each lane ends
  const result = new Array<number>(spans.length).fill(0)
  for (const i of order) {
    const span = at(spans, i)
    let lane = free.findIndex((end) => end <= span.start)
    if (lane < 0) lane = free.length
    free[lane] = Math.max(span.end, span.start + 1)
    result[i] = lane
  }
  return result
}

function at(spans: readonly Span[], i: number): Span {
  const s = spans[i]
  if (!s) throw new RangeError(`no span ${i}`)
  return s
}
