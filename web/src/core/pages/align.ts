// The text of a page as the study keeps it, beside the pieces that the page is drawn with: the same letters, but spaces,
// line ends, hyphens and ligatures differ, and now and then the order.

/** For each piece, where each of its UTF-16 units is in the text; -1 where it is not there. */
export type Alignment = readonly Int32Array[]

interface Letters {
  letters: string[]
  /** Piece and unit of each letter; of the text the unit alone. */
  at: number[]
  piece: number[]
}

const ahead = 96 // letters that are looked through where the two differ
const sure = 6 // letters that must be the same for the two to be together again

export function align(pieces: readonly string[], text: string): Alignment {
  const out = pieces.map((p) => new Int32Array(p.length).fill(-1))
  const drawn: Letters = { letters: [], at: [], piece: [] }
  pieces.forEach((p, i) => fold(p, i, drawn))
  const kept: Letters = { letters: [], at: [], piece: [] }
  fold(text, 0, kept)
  let i = 0
  let j = 0
  while (i < drawn.letters.length && j < kept.letters.length) {
    if (drawn.letters[i] !== kept.letters[j]) {
      const [skipI, skipJ] = together(drawn.letters, i, kept.letters, j)
      i += skipI
      j += skipJ
      continue
    }
    const piece = out[drawn.piece[i] ?? 0]
    if (piece) piece[drawn.at[i] ?? 0] = kept.at[j] ?? -1
    i++
    j++
  }
  return out
}

/** How many letters of each to leave out until they are the same again. */
function together(a: readonly string[], i: number, b: readonly string[], j: number): [number, number] {
  for (let n = 1; n <= ahead; n++) {
    for (let k = 0; k <= n; k++) {
      if (same(a, i + k, b, j + n)) return [k, n]
      if (same(a, i + n, b, j + k)) return [n, k]
    }
  }
  return [1, 1]
}

function same(a: readonly string[], i: number, b: readonly string[], j: number): boolean {
  if (i >= a.length || j >= b.length) return false
  for (let n = 0; n < sure; n++) {
    if (i + n >= a.length || j + n >= b.length) return n > 0
    if (a[i + n] !== b[j + n]) return false
  }
  return true
}

/** Letters alone, ligatures and forms taken apart. */
function fold(text: string, piece: number, into: Letters): void {
  for (let at = 0; at < text.length; at++) {
    const unit = text[at] ?? ''
    if (unit <= ' ' || unit === '\u00a0' || unit === '\u00ad' || unit === '\ufffe' || /\s/.test(unit)) continue
    const letters = unit < '\x7f' ? unit : unit.normalize('NFKC')
    for (const l of letters) {
      into.letters.push(l)
      into.at.push(at)
      into.piece.push(piece)
    }
  }
}

/** The stretch of a piece that lies in [from, to) of the text; null where nothing of it does. */
export function within(piece: Int32Array, from: number, to: number): { start: number; end: number } | null {
  let start = -1
  let end = -1
  for (let i = 0; i < piece.length; i++) {
    const at = piece[i] ?? -1
    if (at < from || at >= to) continue
    if (start < 0) start = i
    end = i + 1
  }
  return start < 0 ? null : { start, end }
}

/** Where a place between two units of a piece is in the text: at its next letter, or with after behind the one before. */
export function placeIn(alignment: Alignment, piece: number, unit: number, after: boolean): number | null {
  if (after) {
    for (let p = piece, from = unit - 1; p >= 0; p--, from = (alignment[p]?.length ?? 0) - 1) {
      for (let i = from; i >= 0; i--) if ((alignment[p]?.[i] ?? -1) >= 0) return (alignment[p]?.[i] ?? 0) + 1
    }
    return null
  }
  for (let p = piece, from = unit; p < alignment.length; p++, from = 0) {
    for (let i = from; i < (alignment[p]?.length ?? 0); i++) if ((alignment[p]?.[i] ?? -1) >= 0) return alignment[p]?.[i] ?? 0
  }
  return null
}
