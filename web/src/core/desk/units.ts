// The stretch a person means at a caret: the word, the sentence, the paragraph, the turn.

import type { Place } from './carry'

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' })
const letters = new Intl.Segmenter()
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

/** Where an edge goes by one character or word of its line, and over the line's end. */
export function edgeMove(line: Place & { text: string }, at: number, forward: boolean, byWord: boolean): number {
  if (forward ? at >= line.to : at <= line.from) return at + (forward ? 1 : -1)
  const stops: number[] = []
  for (const s of (byWord ? wordsOf : letters).segment(line.text)) {
    if (byWord && !s.isWordLike) continue
    stops.push(line.from + s.index + (byWord && forward ? s.segment.length : 0))
  }
  return forward ? (stops.find((p) => p > at) ?? line.to) : (stops.findLast((p) => p < at) ?? line.from)
}

/** Without the blanks at its ends. */
export function trimmed(text: string, offset: number, from: number, to: number): Place {
  let a = from
  let b = to
  while (a < b && /\s/.test(text[a] ?? '')) a++
  while (b > a && /\s/.test(text[b - 1] ?? '')) b--
  return { from: offset + a, to: offset + b }
}
