// What the search in the source has found, near the viewport only.

import { RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, type EditorView } from '@codemirror/view'
import type { Drawing } from './drawing'
import { marks } from './marks'

const one = Decoration.mark({ class: 'found' })
const current = Decoration.mark({ class: 'found current' })

function build(view: EditorView, drawing: Drawing): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  const { matches, at } = drawing.found()
  for (const { from, to } of view.visibleRanges)
    for (const [i, m] of matches.entries()) {
      if (m.from >= to) break
      if (m.to > from && m.to <= view.state.doc.length) builder.add(m.from, m.to, i === at ? current : one)
    }
  return builder.finish()
}

export const foundMarks = (drawing: Drawing) => marks((view) => build(view, drawing))
