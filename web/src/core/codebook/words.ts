// What differs between two texts, word by word, as a person would mark it up.

export interface Part {
  as: 'same' | 'added' | 'removed'
  text: string
}

/** Past this many cells the middle of two texts is shown as replaced whole; definitions are far shorter. */
const most = 4_000_000

/** The parts of both texts in order: joined without the added ones they give before, without the removed ones after. */
export function difference(before: string, after: string): Part[] {
  const [a, b] = [pieces(before), pieces(after)]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const out: Part[] = []
  add(out, 'same', a.slice(0, start))
  middle(out, a.slice(start, a.length - end), b.slice(start, b.length - end))
  add(out, 'same', a.slice(a.length - end))
  return out
}

/** Words, spaces and single signs. */
const pieces = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}_]+|\s+|[^\p{L}\p{N}\p{M}_\s]/gu) ?? []

function add(out: Part[], as: Part['as'], of: readonly string[]): void {
  const text = of.join('')
  const last = out.at(-1)
  if (text === '') return
  if (last?.as === as) last.text += text
  else out.push({ as, text })
}

/** By the longest common subsequence of the words (Wagner and Fischer 1974). */
function middle(out: Part[], a: readonly string[], b: readonly string[]): void {
  if (!a.length || !b.length || a.length * b.length > most) {
    add(out, 'removed', a)
    add(out, 'added', b)
    return
  }
  const wide = b.length + 1
  const common = new Uint32Array((a.length + 1) * wide)
  const at = (i: number, j: number): number => common[i * wide + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) common[i * wide + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add(out, 'same', [a[i] ?? ''])
      i++
      j++
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) add(out, 'removed', [a[i++] ?? ''])
    else add(out, 'added', [b[j++] ?? ''])
  }
}
