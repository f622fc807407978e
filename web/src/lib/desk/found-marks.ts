// What the search in the source has found, near the viewport only.

import { RangeSetBuilder } from '@codemirror/state'
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view'
import { redraw, type Drawing } from './drawing'

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

export const foundMarks = (drawing: Drawing) =>
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet
      constructor(view: EditorView) {
        this.decorations = build(view, drawing)
      }
      update(u: ViewUpdate) {
        if (u.docChanged || u.viewportChanged || u.transactions.some((t) => t.effects.some((e) => e.is(redraw)))) this.decorations = build(u.view, drawing)
      }
    },
    { decorations: (p) => p.decorations },
  )
