// Decorations that are built near the viewport only, and anew when the text, the view or what is to be drawn changes.

import { EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view'
import { redraw } from './drawing'

export const asksForDrawing = (u: ViewUpdate): boolean => u.transactions.some((t) => t.effects.some((e) => e.is(redraw)))

export const marks = (build: (view: EditorView) => DecorationSet) =>
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet
      constructor(view: EditorView) {
        this.decorations = build(view)
      }
      update(u: ViewUpdate) {
        if (u.docChanged || u.viewportChanged || asksForDrawing(u)) this.decorations = build(u.view)
      }
    },
    { decorations: (p) => p.decorations },
  )
