// Sets of stretches of a recording: [start, end) in milliseconds, in order, without overlaps.

export type Stretch = readonly [start: number, end: number]
export type Stretches = readonly Stretch[]

/** All of them joined where they overlap or touch; gap is how far apart two may be and still be one. */
export function joined(stretches: readonly Stretch[], gap = 0): Stretch[] {
  const out: [number, number][] = []
  for (const [start, end] of stretches.filter(([s, e]) => e > s).toSorted((a, b) => a[0] - b[0])) {
    const last = out.at(-1)
    if (last && start <= last[1] + gap) last[1] = Math.max(last[1], end)
    else out.push([start, end])
  }
  return out
}

export const total = (stretches: Stretches): number => stretches.reduce((sum, [s, e]) => sum + e - s, 0)

/** What of [0, length) is in none of them. */
export function missing(stretches: Stretches, length: number): Stretch[] {
  const out: Stretch[] = []
  let at = 0
  for (const [start, end] of joined(stretches)) {
    if (start > at) out.push([at, Math.min(start, length)])
    at = Math.max(at, end)
  }
  if (at < length) out.push([at, length])
  return out.filter(([s, e]) => e > s)
}

/** Pauses this short between two stretches are no unheard part: a person does not miss a quarter of a second. */
const noticed = 250

/** The next unheard stretch after a place, from the beginning again where there is none behind; null where all is heard. */
export function nextMissing(stretches: Stretches, length: number, at: number): Stretch | null {
  const gaps = missing(stretches, length).filter(([s, e]) => e - s > noticed)
  return gaps.find(([s]) => s > at) ?? gaps[0] ?? null
}

/** The one that holds a place, its end included. */
export const holding = (stretches: Stretches, at: number): Stretch | undefined => stretches.find(([s, e]) => s <= at && at <= e)
