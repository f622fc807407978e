// The stretch a person means at a caret: the word, the sentence, the paragraph, the turn.

import type { Place } from './carry'

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' })
const wordsOf = new Intl.Segmenter(undefined, { granularity: 'word' })

export function sentenceAt(line: Place & { text: string }, at: number): Place {
  return pieceAt(line, at, sentences)
}

export function wordAt(line: Place & { text: string }, at: number): Place {
  return pieceAt(line, at, wordsOf)
}

function pieceAt(line: Place & { text: string }, at: number, segmenter: Intl.Segmenter): Place {
  const inside = Math.min(Math.max(0, at - line.from), Math.max(0, line.text.length - 1))
  const piece = segmenter.segment(line.text).containing(inside)
  if (!piece) return { from: line.from, to: line.to }
  return trimmed(line.text, line.from, piece.index, piece.index + piece.segment.length)
}

/** Without the blanks at its ends. */
export function trimmed(text: string, offset: number, from: number, to: number): Place {
  let a = from
  let b = to
  while (a < b && /\s/.test(text[a] ?? '')) a++
  while (b > a && /\s/.test(text[b - 1] ?? '')) b--
  return { from: offset + a, to: offset + b }
}
