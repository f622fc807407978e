// A source's text cut into what a reader sees: turns with their speaker, or paragraphs.

import { Offsets } from './offsets'

export interface Piece {
  /** UTF-16 offsets into the whole text of the words shown. */
  from: number
  to: number
  speaker: string
  heading: number
}

interface SourceLike {
  text: string
  turns: readonly { start: number; speech: number; end: number; speaker: string }[]
  headings?: readonly { start: number; end: number; level: number }[]
}

export function pieces(source: SourceLike, offsets = new Offsets(source.text)): Piece[] {
  const turns = source.turns.map((t) => ({ start: offsets.toUtf16(t.start), speech: offsets.toUtf16(t.speech), end: offsets.toUtf16(t.end), speaker: t.speaker }))
  const headings = (source.headings ?? []).map((h) => ({ start: offsets.toUtf16(h.start), end: offsets.toUtf16(h.end), level: h.level }))
  const result: Piece[] = []
  let at = 0
  for (const t of turns) {
    paragraphs(at, t.start)
    result.push({ from: t.speech, to: trimEnd(t.speech, t.end), speaker: t.speaker, heading: 0 })
    at = Math.max(at, t.end)
  }
  paragraphs(at, source.text.length)
  return result

  function paragraphs(from: number, to: number) {
    let start = from
    while (start < to) {
      let end = source.text.indexOf('\n', start)
      if (end < 0 || end > to) end = to
      if (source.text.slice(start, end).trim() !== '') {
        const heading = headings.find((h) => h.start < end && h.end > start)
        result.push({ from: start, to: end, speaker: '', heading: heading?.level ?? 0 })
      }
      start = end + 1
    }
  }

  function trimEnd(from: number, to: number): number {
    let end = to
    while (end > from && /\s/.test(source.text[end - 1] ?? '')) end--
    return end
  }
}

/** Parts of spans that lie in each piece, as offsets into the piece. */
export function within(piece: Piece, spans: readonly { from: number; to: number }[]): { index: number; from: number; to: number }[] {
  const result: { index: number; from: number; to: number }[] = []
  for (const [index, s] of spans.entries()) {
    const from = Math.max(piece.from, s.from)
    const to = Math.min(piece.to, s.to)
    if (from < to || (s.from === s.to && s.from >= piece.from && s.from < piece.to)) result.push({ index, from: from - piece.from, to: to - piece.from })
  }
  return result
}
