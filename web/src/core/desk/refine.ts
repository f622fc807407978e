// A correction narrowed to the words that differ, so that pasting a corrected paragraph over itself touches only
// these, and excerpts on the others stay as they are.

import { ChangeSet, type Text } from '@codemirror/state'
import { textOf } from './steps'

const most = 400 // words that may differ; above, the replacement stays one

interface Piece {
  from: number
  to: number
  insert: string
}

export function refine(changes: ChangeSet, before: Text): ChangeSet {
  const specs: { from: number; to: number; insert: Text }[] = []
  changes.iterChanges((from, to, _b, _c, inserted) => {
    for (const p of narrow(before.sliceString(from, to), inserted.toString())) specs.push({ from: from + p.from, to: from + p.to, insert: textOf(p.insert) })
  })
  return ChangeSet.of(specs, before.length)
}

/** What was replaced in a stretch, as offsets into its old words. */
export function narrow(was: string, now: string): Piece[] {
  if (was === now) return []
  if (was === '' || now === '') return [{ from: 0, to: was.length, insert: now }]
  const a = tokens(was)
  const b = tokens(now)
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const from = a.slice(0, head).join('').length
  const pieces: Piece[] = []
  for (const [x0, x1, y0, y1] of differing(a.slice(head, a.length - tail), b.slice(head, b.length - tail))) {
    const start = from + lengthOf(a, head, head + x0)
    pieces.push({ from: start, to: start + lengthOf(a, head + x0, head + x1), insert: b.slice(head + y0, head + y1).join('') })
  }
  return pieces
}

/** Runs of letters and digits, and every other character alone. */
function tokens(text: string): string[] {
  return text.match(/[\p{L}\p{Nd}\p{M}]+|[^]/gu) ?? []
}

function lengthOf(words: readonly string[], from: number, to: number): number {
  let n = 0
  for (let i = from; i < to; i++) n += words[i]?.length ?? 0
  return n
}

/** Stretches of words that differ (Myers 1986, Algorithmica 1:251-266, greedy). */
function differing(a: readonly string[], b: readonly string[]): [number, number, number, number][] {
  const n = a.length
  const m = b.length
  if (!n && !m) return []
  if (!n || !m || n + m > 20_000) return [[0, n, 0, m]]
  const limit = Math.min(most, n + m)
  const furthest = new Int32Array(2 * limit + 3)
  const middle = limit + 1
  const rounds: Int32Array[] = []
  for (let d = 0; d <= limit; d++) {
    rounds.push(furthest.slice())
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && (furthest[middle + k - 1] ?? 0) < (furthest[middle + k + 1] ?? 0)) ? (furthest[middle + k + 1] ?? 0) : (furthest[middle + k - 1] ?? 0) + 1
      while (x < n && x - k < m && a[x] === b[x - k]) x++
      furthest[middle + k] = x
      if (x >= n && x - k >= m) return back(rounds, d, middle, n, m)
    }
  }
  return [[0, n, 0, m]]
}

function back(rounds: readonly Int32Array[], last: number, middle: number, n: number, m: number): [number, number, number, number][] {
  const hunks: [number, number, number, number][] = []
  let x = n
  let y = m
  for (let d = last; d > 0; d--) {
    const f = rounds[d] as Int32Array
    const k = x - y
    const down = k === -d || (k !== d && (f[middle + k - 1] ?? 0) < (f[middle + k + 1] ?? 0))
    const before = down ? k + 1 : k - 1
    const x0 = f[middle + before] ?? 0
    const y0 = x0 - before
    const x1 = down ? x0 : x0 + 1
    const y1 = down ? y0 + 1 : y0
    const next = hunks[0]
    if (next && next[0] === x1 && next[2] === y1) [next[0], next[2]] = [x0, y0]
    else hunks.unshift([x0, x1, y0, y1])
    x = x0
    y = y0
  }
  return hunks
}
