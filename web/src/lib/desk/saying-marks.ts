// The turn that is being said while the recording plays.

import { RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, type EditorView } from '@codemirror/view'
import type { Drawing } from './drawing'
import { marks } from './marks'

const saying = Decoration.line({ class: 'saying' })

function build(view: EditorView, drawing: Drawing): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  const turn = drawing.saying()
  if (!turn) return builder.finish()
  const doc = view.state.doc
  const last = doc.lineAt(Math.min(doc.length, turn.to > turn.from && doc.lineAt(Math.min(turn.to, doc.length)).from === turn.to ? turn.to - 1 : turn.to))
  for (let line = doc.lineAt(Math.min(turn.from, doc.length)); ; line = doc.line(line.number + 1)) {
    builder.add(line.from, line.from, saying)
    if (line.number >= last.number) return builder.finish()
  }
}

export const sayingMarks = (drawing: Drawing) => marks((view) => build(view, drawing))
