// The text view: CodeMirror, read by default, written in while a correction is made. The caret is there in both.

import { history, redo, redoDepth, standardKeymap, undo, undoDepth } from '@codemirror/commands'
import { Compartment, EditorState, Prec, Transaction, type ChangeSet, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, keymap as keys } from '@codemirror/view'
import { textOf } from '../../core/desk/steps'
import { codedMarks } from './coded-marks'
import { redraw, remote, type Drawing } from './drawing'
import { foundMarks } from './found-marks'
import { sayingMarks } from './saying-marks'
import { stripes } from './stripes'
import { numbers, turnMarks, type Look } from './turn-marks'

export interface EditorPorts {
  drawing: Drawing
  /** Typed, pasted or undone here; called before anything is drawn anew. */
  typed(changes: ChangeSet): void
  /** Anything at all changed in the text. */
  moved(changes: ChangeSet): void
  selected(): void
  /** An arrow key while an edge of an excerpt is being moved; false where none is. */
  nudge(key: 'left' | 'right' | 'up' | 'down', byWord: boolean): boolean
  pressed(at: number): void
  scrolled(): void
}

const nonce = (): string => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

export class Editor {
  readonly view: EditorView
  readonly #mode = new Compartment()
  readonly #past = new Compartment()
  readonly #look = new Compartment()
  readonly #drawing: Drawing

  constructor(parent: HTMLElement, text: string, ports: EditorPorts, look: Look, label: string) {
    this.#drawing = ports.drawing
    this.view = new EditorView({
      parent,
      state: EditorState.create({
        doc: textOf(text),
        extensions: [
          EditorView.cspNonce.of(nonce()),
          EditorView.lineWrapping,
          EditorView.perLineTextDirection.of(true),
          EditorState.allowMultipleSelections.of(false),
          drawSelection(),
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
          this.#mode.of(reading),
          this.#past.of(history()),
          this.#look.of(this.#looks(look)),
          codedMarks(ports.drawing),
          turnMarks(ports.drawing),
          foundMarks(ports.drawing),
          sayingMarks(ports.drawing),
          stripes(ports.drawing),
          Prec.highest(keys.of((['left', 'right', 'up', 'down'] as const).flatMap((way) => {
            const key = `Arrow${way[0]?.toUpperCase()}${way.slice(1)}`
            return [{ key, run: () => ports.nudge(way, false) }, { key: `Mod-${key}`, run: () => ports.nudge(way, true) }]
          }))),
          keys.of(standardKeymap),
          EditorView.updateListener.of((u) => {
            if (u.selectionSet || u.docChanged) ports.selected()
          }),
          EditorView.domEventHandlers({
            click: (event, view) => {
              const at = view.posAtCoords({ x: event.clientX, y: event.clientY })
              if (at !== null && view.state.selection.main.empty) ports.pressed(at)
            },
            scroll: () => ports.scrolled(),
          }),
        ],
      }),
      dispatchTransactions: (transactions, view) => {
        for (const t of transactions) {
          if (!t.docChanged) continue
          if (!t.annotation(remote)) ports.typed(t.changes)
          ports.moved(t.changes)
        }
        view.update(transactions)
      },
    })
  }

  get writing(): boolean {
    return !this.view.state.readOnly
  }

  write(on: boolean): void {
    this.view.dispatch({ effects: this.#mode.reconfigure(on ? writing : reading) })
  }

  show(look: Look): void {
    this.view.dispatch({ effects: this.#look.reconfigure(this.#looks(look)) })
  }

  /** Draws codings, turns and matches anew. */
  draw(): void {
    this.view.dispatch({ effects: redraw.of(null) })
  }

  /** Somebody else's edit. */
  remote(changes: ChangeSet): void {
    this.view.dispatch({ changes, annotations: [Transaction.addToHistory.of(false), remote.of(true)] })
  }

  undo(): boolean {
    return this.writing && undoDepth(this.view.state) > 0 && undo(this.view)
  }

  redo(): boolean {
    return this.writing && redoDepth(this.view.state) > 0 && redo(this.view)
  }

  /** What was typed is kept by the server: taking it back is the server's from here on. */
  forgetPast(): void {
    this.view.dispatch({ effects: this.#past.reconfigure([]) })
    this.view.dispatch({ effects: this.#past.reconfigure(history()) })
  }

  select(from: number, to = from, options: { center?: boolean; focus?: boolean } = {}): void {
    const end = this.view.state.doc.length
    const [a, b] = [Math.min(from, end), Math.min(to, end)]
    this.view.dispatch({ selection: { anchor: a, head: b }, effects: EditorView.scrollIntoView(options.center ? a : b, { y: options.center ? 'center' : 'nearest', yMargin: 60 }) })
    if (options.focus) this.view.focus()
  }

  /** Whether a place is in sight. */
  shows(at: number): boolean {
    const { top, bottom } = this.view.lineBlockAt(Math.min(at, this.view.state.doc.length))
    const { scrollTop, clientHeight } = this.view.scrollDOM
    return bottom > scrollTop && top < scrollTop + clientHeight
  }

  reveal(at: number): void {
    this.view.dispatch({ effects: EditorView.scrollIntoView(Math.min(at, this.view.state.doc.length), { y: 'nearest', yMargin: 120 }) })
  }

  destroy(): void {
    this.view.destroy()
  }

  #looks(look: Look): Extension {
    return [numbers(this.#drawing, look), EditorView.editorAttributes.of({ class: `look-${look}` })]
  }
}

/** Single keys are commands while reading; the page tells by this mark. */
const reading: Extension = [EditorState.readOnly.of(true), EditorView.contentAttributes.of({ 'data-reading': '' })]
const writing: Extension = [EditorState.readOnly.of(false), EditorView.editorAttributes.of({ class: 'writing' }), EditorView.contentAttributes.of({ spellcheck: 'true' })]
