// What a writer does to the text by command: each is a ProseMirror command.

import { setBlockType, toggleMark } from 'prosemirror-commands'
import { TextSelection, type Command, type EditorState } from 'prosemirror-state'
import { sentenceAt } from '../../core/written/sentence'
import type { RecordSentence } from '../../core/written/types'
import { schema } from './schema'

export const strong = toggleMark(schema.marks['strong']!)
export const emphasis = toggleMark(schema.marks['emphasis']!)
export const paragraph = setBlockType(schema.nodes['paragraph']!)
export const item = setBlockType(schema.nodes['item']!)
export const heading = (level: number) => setBlockType(schema.nodes['heading']!, { level })

/** The sentence that the cursor stands in. */
export function sentenceHere(state: EditorState): string {
  const { $head } = state.selection
  const marks = [...($head.nodeBefore?.marks ?? []), ...($head.nodeAfter?.marks ?? []), ...$head.marks()]
  return (marks.find((m) => m.type === schema.marks['sentence'])?.attrs['id'] as string | undefined) ?? ''
}

/** Makes the selection, or the sentence around the cursor, a sentence of one's own. */
export const makeSentence = (id: string): Command => (state, dispatch) => {
  const { $from, $to, empty } = state.selection
  const block = $from.parent
  if (!block.isTextblock || !block.type.allowsMarkType(schema.marks['sentence']!) || $from.parent !== $to.parent) return false
  let from = $from.pos
  let to = $to.pos
  if (empty) {
    const [a, b] = sentenceAt(block.textContent, $from.parentOffset)
    from = $from.start() + a
    to = $from.start() + b
  }
  if (from >= to) return false
  dispatch?.(state.tr.addMark(from, to, schema.marks['sentence']!.create({ id })))
  return true
}

/** Takes a sentence off its evidence: its words stay. */
export const unlinkSentence = (id: string): Command => (state, dispatch) => {
  const tr = state.tr
  state.doc.descendants((node, at) => {
    const mark = node.marks.find((m) => m.type === schema.marks['sentence'] && m.attrs['id'] === id)
    if (mark) tr.removeMark(at, at + node.nodeSize, mark)
  })
  if (!tr.docChanged) return false
  dispatch?.(tr)
  return true
}

/** Puts a block after the one with the cursor. */
const after = (state: EditorState): number => {
  const { $to } = state.selection
  return $to.depth === 0 ? state.selection.to : $to.after(1)
}

export const quote = (excerpt: string, words: string): Command => (state, dispatch) => {
  const at = after(state)
  const node = schema.nodes['quotation']!.create({ excerpt }, words ? schema.text(words) : undefined)
  dispatch?.(state.tr.insert(at, node).scrollIntoView())
  return true
}

export const showView = (view: string): Command => (state, dispatch) => {
  dispatch?.(state.tr.insert(after(state), schema.nodes['view']!.create({ view })).scrollIntoView())
  return true
}

/** Puts a sentence of the record where the cursor is. */
export const takeSentence = (id: string, s: RecordSentence): Command => (state, dispatch) => {
  const { $from } = state.selection
  if (!$from.parent.isTextblock || !$from.parent.type.allowsMarkType(schema.marks['sentence']!)) return false
  const link = schema.marks['sentence']!.create({ id })
  const runs = s.runs?.length ? s.runs : [{ text: s.text, mark: '' }]
  const nodes = runs.filter((r) => r.text).map((r) => schema.text(r.text, r.mark === 'strong' || r.mark === 'emphasis' ? [schema.marks[r.mark]!.create(), link] : [link]))
  const before = $from.parentOffset > 0 && !/\s$/.test($from.parent.textBetween(0, $from.parentOffset)) ? [schema.text(' ')] : []
  dispatch?.(state.tr.replaceWith($from.pos, state.selection.to, [...before, ...nodes]).scrollIntoView())
  return true
}

/** Puts the cursor into a sentence or block and shows it. */
export const goTo = (sentence: string, block: number): Command => (state, dispatch) => {
  let at = -1
  if (sentence)
    state.doc.descendants((node, pos) => {
      if (at < 0 && node.marks.some((m) => m.attrs['id'] === sentence)) at = pos + 1
      return at < 0
    })
  if (at < 0 && block >= 0 && block < state.doc.childCount) {
    at = 1
    for (let i = 0; i < block; i++) at += state.doc.child(i).nodeSize
  }
  if (at < 0) return false
  dispatch?.(state.tr.setSelection(TextSelection.near(state.doc.resolve(at))).scrollIntoView())
  return true
}
