// Findings drawn over the text: sentences that have gone stale, quotations with other words, prose that rests on nothing.

import type { Node as Doc } from 'prosemirror-model'
import { Plugin, PluginKey, type EditorState } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import type { Finding, Sentence } from '../../core/written/types'

export interface Seen {
  findings: readonly Finding[]
  sentences: ReadonlyMap<string, Sentence>
  /** The sentence shown in the panel. */
  at: string
  open: (sentence: Sentence) => void
}

const key = new PluginKey<{ seen: Seen; set: DecorationSet }>('findings')

export const drawFindings = (nothing: Seen) =>
  new Plugin({
    key,
    state: {
      init: (_, state) => ({ seen: nothing, set: draw(state.doc, nothing) }),
      apply(tr, value) {
        const seen = (tr.getMeta(key) as Seen | undefined) ?? value.seen
        if (seen === value.seen && !tr.docChanged) return value
        return { seen, set: draw(tr.doc, seen) }
      },
    },
    props: { decorations: (state: EditorState) => key.getState(state)?.set ?? null },
  })

export function showFindings(view: EditorView, seen: Seen): void {
  view.dispatch(view.state.tr.setMeta(key, seen).setMeta('addToHistory', false))
}

function draw(doc: Doc, seen: Seen): DecorationSet {
  const of = new Map<string, Finding>()
  const blocks = new Map<number, Finding>()
  for (const f of seen.findings) {
    if (f.sentence && (!of.has(f.sentence) || f.blocking)) of.set(f.sentence, f)
    else if (!f.sentence && f.block >= 0) blocks.set(f.block, f)
  }
  const out: Decoration[] = []
  const last = new Map<string, number>()
  doc.forEach((block, from, i) => {
    const whole = blocks.get(i)
    if (whole && whole.rule !== 'unlinked') out.push(Decoration.node(from, from + block.nodeSize, { class: `found ${whole.rule}` }))
    block.forEach((text, offset) => {
      const start = from + 1 + offset
      const id = text.marks.find((m) => m.type.name === 'sentence')?.attrs['id'] as string | undefined
      if (!id) {
        if (whole?.rule === 'unlinked' && /\p{L}/u.test(text.text ?? '')) out.push(Decoration.inline(start, start + text.nodeSize, { class: 'found unlinked' }))
        return
      }
      const f = of.get(id)
      const classes = [f && `found ${f.rule}`, id === seen.at && 'at'].filter(Boolean).join(' ')
      if (classes) out.push(Decoration.inline(start, start + text.nodeSize, { class: classes }))
      last.set(id, start + text.nodeSize)
    })
  })
  for (const [id, end] of last) {
    const sentence = seen.sentences.get(id)
    const n = sentence?.evidence?.length ?? 0
    if (sentence && n > 0) out.push(Decoration.widget(end, () => count(sentence, n, seen.open), { side: -1, key: `${id}:${n}`, ignoreSelection: true }))
  }
  return DecorationSet.create(doc, out)
}

function count(sentence: Sentence, n: number, open: (s: Sentence) => void): HTMLElement {
  const mark = document.createElement('button')
  mark.type = 'button'
  mark.className = 'count'
  mark.tabIndex = -1
  mark.textContent = String(n)
  mark.setAttribute('aria-label', `${n} ${n === 1 ? 'excerpt' : 'excerpts'} under this sentence`)
  mark.contentEditable = 'false'
  mark.addEventListener('click', () => open(sentence))
  return mark
}
