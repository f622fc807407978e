// The editor: keys, history, and the parts of the text that are always those of today.

import { baseKeymap, chainCommands } from 'prosemirror-commands'
import { history, redo, undo } from 'prosemirror-history'
import { inputRules, textblockTypeInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import type { Node as Doc } from 'prosemirror-model'
import { EditorState, Selection, TextSelection, type Command } from 'prosemirror-state'
import { EditorView, type NodeView } from 'prosemirror-view'
import { toBlocks, toDocument, type Node } from '../../core/written/convert'
import type { Block } from '../../core/written/types'
import * as acts from './acts'
import { drawFindings, type Seen } from './findings'
import { schema } from './schema'

export interface Parts {
  /** Draws a table or figure into an element and says how to take it away. */
  drawView: (view: string, into: HTMLElement) => () => void
  /** Whose words a quotation is. */
  attribution: (excerpt: string) => string
  changed: () => void
  moved: (sentence: string) => void
}

const leaveItem: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || $from.parent.type !== schema.nodes['item'] || $from.parent.content.size > 0) return false
  return acts.paragraph(state, dispatch)
}

/** Enter at the end of a quotation or heading goes on with a paragraph. */
const leaveBlock: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  const name = $from.parent.type.name
  if (!empty || (name !== 'quotation' && name !== 'heading') || $from.parentOffset < $from.parent.content.size) return false
  const at = $from.after(1)
  const tr = state.tr.insert(at, schema.nodes['paragraph']!.create())
  dispatch?.(tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1))).scrollIntoView())
  return true
}

/** The browser does not go past a table at the end of a text, or before one at its beginning. */
const toEdge = (place: (doc: Doc) => Selection): Command => (state, dispatch) => {
  dispatch?.(state.tr.setSelection(place(state.doc)).scrollIntoView())
  return true
}

const stateOf = (blocks: readonly Block[], nothing: Seen) =>
  EditorState.create({
    doc: schema.nodeFromJSON(toDocument(blocks)),
    plugins: [
      history(),
      inputRules({
        rules: [
          textblockTypeInputRule(/^\s*[-*]\s$/, schema.nodes['item']!),
          textblockTypeInputRule(/^(#{1,3})\s$/, schema.nodes['heading']!, (m) => ({ level: m[1]?.length ?? 1 })),
        ],
      }),
      keymap({
        'Mod-z': undo, 'Mod-Shift-z': redo, 'Mod-y': redo, 'Mod-b': acts.strong, 'Mod-i': acts.emphasis,
        'Mod-Alt-0': acts.paragraph, 'Mod-Alt-1': acts.heading(1), 'Mod-Alt-2': acts.heading(2), 'Mod-Alt-3': acts.heading(3), 'Mod-Alt-8': acts.item,
        'Mod-Home': toEdge(Selection.atStart), 'Mod-End': toEdge(Selection.atEnd),
        Enter: chainCommands(leaveItem, leaveBlock),
      }),
      keymap(baseKeymap),
      drawFindings(nothing),
    ],
  })

export class ReportEditor {
  readonly view: EditorView
  readonly #nothing: Seen

  constructor(into: HTMLElement, blocks: readonly Block[], parts: Parts, options: { label: string; readonly: boolean }) {
    this.#nothing = { findings: [], sentences: new Map(), at: '', open: () => undefined }
    this.view = new EditorView(into, {
      state: stateOf(blocks, this.#nothing),
      editable: () => !options.readonly,
      attributes: { 'aria-label': options.label, 'aria-multiline': 'true', role: 'textbox', tabindex: '0', class: 'reading' },
      nodeViews: {
        view: (node) => new LiveView(String(node.attrs['view']), parts),
        quotation: (node) => new Quotation(String(node.attrs['excerpt']), parts),
      },
      dispatchTransaction: (tr) => {
        this.view.updateState(this.view.state.apply(tr))
        if (tr.docChanged) parts.changed()
        if (tr.docChanged || tr.selectionSet) parts.moved(acts.sentenceHere(this.view.state))
      },
    })
  }

  get blocks(): Block[] {
    return toBlocks(this.view.state.doc.toJSON() as Node)
  }

  /** Another text in place of the one there is, without a history of its own. */
  reset(blocks: readonly Block[]): void {
    this.view.updateState(stateOf(blocks, this.#nothing))
  }

  run(command: Command): boolean {
    const done = command(this.view.state, this.view.dispatch, this.view)
    this.view.focus()
    return done
  }

  destroy(): void {
    this.view.destroy()
  }
}

/** A table or figure that the record gives today. */
class LiveView implements NodeView {
  readonly dom = document.createElement('figure')
  readonly #gone: () => void

  constructor(view: string, parts: Parts) {
    this.dom.className = 'live'
    this.dom.contentEditable = 'false'
    this.#gone = parts.drawView(view, this.dom)
  }

  stopEvent(e: Event): boolean {
    return e.type === 'mousedown' || e.type === 'click'
  }

  ignoreMutation(): boolean {
    return true
  }

  destroy(): void {
    this.#gone()
  }
}

/** A quotation with whose words it is below it. */
class Quotation implements NodeView {
  readonly dom = document.createElement('figure')
  readonly contentDOM = document.createElement('blockquote')

  constructor(excerpt: string, parts: Parts) {
    this.dom.className = 'quoted'
    this.contentDOM.dir = 'auto'
    const who = document.createElement('figcaption')
    who.contentEditable = 'false'
    who.textContent = parts.attribution(excerpt)
    this.dom.append(this.contentDOM, who)
  }
}
