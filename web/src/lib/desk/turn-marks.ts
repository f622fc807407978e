// Speaker names set off from what is said, headings, and the numbers beside the text.

import { RangeSetBuilder } from '@codemirror/state'
import { Decoration, gutter, GutterMarker, type DecorationSet, type EditorView } from '@codemirror/view'
import { clock } from '../../core/format'
import type { Drawing, ShownTurn } from './drawing'
import { asksForDrawing, marks } from './marks'

export type Look = 'transcript' | 'document' | 'turn'

const speaker = Decoration.mark({ class: 'speaker' })
const begins = Decoration.line({ class: 'turn' })
const headings = [1, 2, 3, 4, 5, 6].map((n) => Decoration.line({ class: `heading h${n}` }))

/** Index of the first turn that begins at or after a place. */
function firstFrom(turns: readonly ShownTurn[], at: number): number {
  let low = 0
  let high = turns.length
  while (low < high) {
    const mid = (low + high) >> 1
    if ((turns[mid]?.from ?? 0) < at) low = mid + 1
    else high = mid
  }
  return low
}

function build(view: EditorView, drawing: Drawing): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  const turns = drawing.turns()
  const lines: { at: number; end: number; deco: Decoration }[] = []
  for (const { from, to } of view.visibleRanges) {
    for (let i = Math.max(0, firstFrom(turns, from) - 1); i < turns.length; i++) {
      const t = turns[i]!
      if (t.from > to) break
      const line = view.state.doc.lineAt(Math.min(t.from, view.state.doc.length))
      lines.push({ at: line.from, end: line.from, deco: begins })
      if (t.speech > t.from && t.speech <= line.to + 1) lines.push({ at: t.from, end: Math.min(t.speech, line.to), deco: speaker })
    }
    for (const h of drawing.headings()) if (h.from <= to && h.to >= from) lines.push({ at: view.state.doc.lineAt(Math.min(h.from, view.state.doc.length)).from, end: -1, deco: headings[Math.min(6, h.level) - 1] ?? headings[0]! })
  }
  lines.sort((a, b) => a.at - b.at || Number(a.deco === speaker) - Number(b.deco === speaker))
  let last = -1
  for (const l of lines) {
    if (l.deco === begins && l.at === last) continue
    if (l.deco === begins) last = l.at
    if (l.deco !== speaker) builder.add(l.at, l.at, l.deco)
    else if (l.end > l.at) builder.add(l.at, l.end, l.deco)
  }
  return builder.finish()
}

export const turnMarks = (drawing: Drawing) => marks((view) => build(view, drawing))

class Numbered extends GutterMarker {
  readonly text: string
  readonly time: number | undefined
  readonly play: ((ms: number) => void) | null

  constructor(text: string, time?: number, play: ((ms: number) => void) | null = null) {
    super()
    this.text = text
    this.time = time
    this.play = play
  }

  override eq(other: GutterMarker): boolean {
    return other instanceof Numbered && other.text === this.text && other.time === this.time && other.play === this.play
  }

  override toDOM(): Node {
    const box = document.createElement('span')
    box.className = 'number'
    box.textContent = this.text
    const { time, play } = this
    if (time === undefined) return box
    const shown = document.createElement(play ? 'button' : 'span')
    shown.className = 'time'
    shown.textContent = clock(time)
    if (play) {
      shown.tabIndex = -1 // from the caret, a key does the same
      shown.title = `Play from ${clock(time)}`
      shown.addEventListener('click', () => play(time))
    }
    box.append(shown)
    return box
  }
}

/** Numbers of turns; of lines where the text has none, or is read as a document. */
export const numbers = (drawing: Drawing, look: Look) =>
  gutter({
    class: 'numbers',
    lineMarker: (view, block) => {
      const turns = drawing.turns()
      if (look === 'document' || !turns.length) return new Numbered(String(view.state.doc.lineAt(block.from).number))
      const t = turns[firstFrom(turns, block.from)]
      return t && t.from <= block.to ? new Numbered(String(t.number), t.time, drawing.play()) : null
    },
    lineMarkerChange: (u) => u.docChanged || asksForDrawing(u),
    initialSpacer: (view) => new Numbered('9'.repeat(Math.max(2, String(view.state.doc.lines).length))),
  })
