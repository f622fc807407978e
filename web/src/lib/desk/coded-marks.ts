// Coded stretches as pieces that do not overlap, near the viewport only.

import { RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, type EditorView } from '@codemirror/view'
import { segments } from '../../core/desk/segments'
import type { Drawing } from './drawing'
import { marks } from './marks'

const made = new Map<string, Decoration>()

/** One decoration for each set of classes, so that equal pieces compare as equal. */
function mark(classes: string): Decoration {
  let m = made.get(classes)
  if (!m) made.set(classes, (m = Decoration.mark({ class: classes })))
  return m
}

function build(view: EditorView, drawing: Drawing): DecorationSet {
  const coded = drawing.coded()
  const builder = new RangeSetBuilder<Decoration>()
  for (const { from, to } of view.visibleRanges) {
    const here = coded.within(from, to).map((i) => coded.items[i]!)
    for (const s of segments(here, from, to)) {
      const on = s.on.map((i) => here[i]!)
      const chosen = on.findLast((d) => drawing.chosen(d))
      const top = chosen ?? on.findLast((d) => !drawing.dimmed(d)) ?? on.at(-1)!
      const classes = ['coded', drawing.colour(top.theme), on.length > 1 ? 'deep' : '', on.length > 3 ? 'deeper' : '', chosen ? 'chosen' : '', on.some((d) => drawing.fresh(d)) ? 'fresh' : '', drawing.dimmed(top) ? 'dimmed' : '']
      builder.add(s.from, s.to, mark(classes.filter(Boolean).join(' ')))
    }
  }
  return builder.finish()
}

export const codedMarks = (drawing: Drawing) => marks((view) => build(view, drawing))
