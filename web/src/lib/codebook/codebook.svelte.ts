// The codebook on screen: what is read, what is chosen and open, and every act on it. Components render and forward.

import { getContext, setContext } from 'svelte'
import * as study from '../../core/api'
import type { Change } from '../../core/api-types'
import { ApiError, ask } from '../../core/api'
import * as api from '../../core/codebook/api'
import { coloursOf, propose } from '../../core/colour'
import { rowOf } from '../../core/codebook/fields'
import { drop, nest, shift, unnest, type Zone } from '../../core/codebook/moves'
import { ancestors, find, grow, label, nounWord, search, siblings, visible, walk, type Node } from '../../core/codebook/tree'
import type { Codebook, MoveRequest, Noun, Row } from '../../core/codebook/types'
import type { Scope } from '../../core/scope'
import { listen } from '../live'
import { forget } from '../resource.svelte'
import { session } from '../session.svelte'
import { FieldWriter } from './writer.svelte'

/** A name being typed in the tree: of a node that is there, or of a new one. */
export type Naming = { of: string } | { noun: Noun; parent: Node | null }

export type DialogName = '' | 'merge' | 'split' | 'delete'

export class CodebookState {
  readonly slug: string
  readonly #may: () => boolean
  book = $state.raw<Codebook>()
  error = $state.raw<ApiError>()
  connected = $state(true)
  chosen = $state('')
  text = $state('')
  retired = $state(false)
  naming = $state.raw<Naming | null>(null)
  dialog = $state<DialogName>('')
  message = $state.raw<{ text: string; bad?: boolean; undo?: boolean } | null>(null)
  /** Who last changed a row, where it was another person. */
  changedBy = $state.raw<Readonly<Record<string, string>>>({})
  /** Grows when the tree is to take the focus. */
  wantsFocus = $state(0)
  #open = $state.raw<ReadonlySet<string>>(new Set())
  #asked = 0
  readonly writer = new FieldWriter({
    row: (noun, id) => this.row(noun, id),
    replace: (noun, row) => api.replace(this.slug, noun, row),
    reload: () => this.load(),
  })

  readonly roots: Node[] = $derived(this.book ? grow(this.book, this.retired) : [])
  readonly shown: Node[] = $derived(search(this.roots, this.text))
  readonly rows: Node[] = $derived(visible(this.shown, (n) => this.isOpen(n)))
  readonly node: Node | undefined = $derived(find(this.roots, this.chosen))
  /** Of each theme by its id, chosen or given. */
  readonly colours: ReadonlyMap<string, string> = $derived(coloursOf(this.book?.themes ?? []))
  readonly empty: boolean = $derived(this.book !== undefined && this.book.meta_themes.length + this.book.themes.length + this.book.questions.length === 0)
  readonly retiredCount: number = $derived(this.book?.themes.filter((t) => t.retired).length ?? 0)

  constructor(slug: string, may: () => boolean) {
    this.slug = slug
    this.#may = may
  }

  get may(): boolean {
    return this.#may()
  }

  /** Reads the codebook for as long as the scope lasts, and again when others change it. */
  async start(scope: Scope, chosen: string): Promise<void> {
    await this.load()
    if (!this.book) return
    this.openTop(chosen)
    listen(scope, this.slug, {
      since: () => this.book?.seq ?? 0,
      changed: (e) => {
        if (!e.codebook && !e.many) return
        if (e.entity_id && e.name && !e.mine) this.changedBy = { ...this.changedBy, [e.entity_id]: e.name }
        if (e.seq > (this.book?.seq ?? 0)) void this.load()
      },
      connected: (on) => {
        if (on && !this.connected) void this.load().then(() => this.writer.flush())
        this.connected = on
      },
    })
    scope.own(() => void this.writer.flush())
  }

  /** Unfolds the meta-themes and chooses what is wanted, or the first there is. */
  openTop(chosen = ''): void {
    this.#open = new Set(this.book?.meta_themes.map((m) => m.id) ?? [])
    if (chosen) this.choose(chosen)
    if (!this.node) this.choose(this.rows[0]?.id ?? '')
  }

  async load(): Promise<void> {
    const asked = ++this.#asked
    try {
      const book = await ask(api.codebook(this.slug))
      if (asked !== this.#asked && book.seq < (this.book?.seq ?? 0)) return // an older answer that came late
      const lineage = this.node ? [this.node, ...ancestors(this.node)].map((n) => n.id) : []
      this.book = book
      // What was chosen may be gone, by an undo here or by others: what it stood under is chosen in its place.
      if (lineage.length && !this.node) this.choose(lineage.find((id) => find(this.roots, id)) ?? this.rows[0]?.id ?? '')
      this.error = undefined
      forget()
    } catch (reason) {
      this.error = reason instanceof ApiError ? reason : new ApiError(0, String(reason))
      if (this.error.status === 401) session.ended()
    }
  }

  row(noun: Noun, id: string): object | undefined {
    const b = this.book
    switch (noun) {
      case 'meta_theme':
        return b?.meta_themes.find((m) => m.id === id)
      case 'theme':
        return b?.themes.find((t) => t.id === id)
      case 'question':
        return b?.questions.find((q) => q.id === id)
      case 'position':
        return b?.questions.flatMap((q) => q.positions.map((p) => ({ ...p, question_id: q.id }))).find((p) => p.id === id)
    }
  }

  isOpen(n: Node): boolean {
    return this.text.trim() !== '' || this.#open.has(n.id)
  }

  unfold(n: Node, open: boolean): void {
    const next = new Set(this.#open)
    if (open) next.add(n.id)
    else next.delete(n.id)
    this.#open = next
  }

  unfoldAll(open: boolean): void {
    this.#open = new Set(open ? walk(this.roots).map((n) => n.id) : [])
    if (!open) this.choose(ancestors(this.node ?? ({ parent: null } as Node)).at(-1)?.id ?? this.chosen)
  }

  /** Chooses a node and unfolds the way to it. */
  choose(id: string): void {
    const n = find(this.roots, id)
    if (!n) return
    this.#open = new Set([...this.#open, ...ancestors(n).map((a) => a.id)])
    this.chosen = id
  }

  focusTree(): void {
    this.wantsFocus++
  }

  say(text: string, more: { bad?: boolean; undo?: boolean } = {}): void {
    this.message = text ? { text, ...more } : null
  }

  /** Runs a write, reads the codebook anew, and says what came of it. */
  async act<A>(write: () => Promise<A>, said: (answer: A) => string): Promise<A | undefined> {
    try {
      return await this.writer.queue(async () => {
        const answer = await write()
        await this.load()
        this.say(said(answer), { undo: true })
        return answer
      })
    } catch (reason) {
      this.say(reason instanceof Error ? reason.message : String(reason), { bad: true })
      await this.load()
      return undefined
    }
  }

  /** Where a new node of a kind goes, seen from the one that is chosen; undefined where it has no place. */
  placeFor(noun: Noun, sub = false): Node | null | undefined {
    const at = this.node
    const lineage = at ? [at, ...ancestors(at)] : []
    switch (noun) {
      case 'meta_theme':
        return null
      case 'theme': {
        const theme = lineage.find((n) => n.noun === 'theme')
        if (sub) return theme
        return theme ? theme.parent : (lineage.find((n) => n.noun === 'meta_theme') ?? null)
      }
      case 'question':
        return lineage.find((n) => n.noun === 'theme')
      case 'position':
        return lineage.find((n) => n.noun === 'question')
    }
  }

  /** Opens a line in the tree for the name of something new. */
  begin(noun: Noun, sub = false): void {
    const parent = this.placeFor(noun, sub)
    if (parent === undefined) {
      this.say(noun === 'position' ? 'Choose the question first that the position belongs to.' : 'Choose the theme first.', { bad: true })
      return
    }
    this.text = ''
    if (parent) this.#open = new Set([...this.#open, parent.id, ...ancestors(parent).map((a) => a.id)])
    this.naming = { noun, parent }
  }

  async create(noun: Noun, parent: Node | null, name: string): Promise<void> {
    const among = (parent?.children ?? this.roots).filter((n) => n.noun === noun)
    const row: Row = { name, ord: Math.max(-1, ...among.map((n) => n.row.ord)) + 1 }
    if (noun === 'theme') {
      row['colour'] = propose([...this.colours.values()])
      if (parent?.noun === 'meta_theme') row['meta_theme_id'] = parent.id
      if (parent?.noun === 'theme') {
        row['parent_id'] = parent.id
        if (parent.row.meta_theme_id) row['meta_theme_id'] = parent.row.meta_theme_id
      }
    }
    if (noun === 'question') Object.assign(row, { theme_id: parent?.id ?? '', type: 'nominal' })
    if (noun === 'position') row['question_id'] = parent?.id ?? ''
    const made = await this.act(() => api.add(this.slug, noun, row), () => `Added the ${nounWord[noun]} “${name}”.`)
    if (!made) return
    this.choose(made.id)
    this.focusTree()
  }

  addPosition(question: Node, name: string): Promise<unknown> {
    const ord = Math.max(-1, ...question.children.map((p) => p.row.ord)) + 1
    return this.act(() => api.add(this.slug, 'position', { name, ord, question_id: question.id }), () => `Added the position “${name}”.`)
  }

  rename(n: Node, name: string): Promise<void> {
    return this.writer.set(n.noun, n.id, 'name', name, n.name)
  }

  shift(n: Node | undefined, by: -1 | 1): Promise<void> {
    return this.#move(n, n && shift(this.roots, n, by), by < 0 ? 'It is the first already.' : 'It is the last already.')
  }

  nest(n: Node | undefined): Promise<void> {
    return this.#move(n, n && nest(this.roots, n), 'There is no theme above it to put it under.')
  }

  unnest(n: Node | undefined): Promise<void> {
    return this.#move(n, n && unnest(this.roots, n), 'It stands at the top already.')
  }

  drop(n: Node, on: Node, zone: Zone): Promise<void> {
    // While a search cuts the tree down, the rows on screen know of each other only.
    const [whole, target] = [find(this.roots, n.id), find(this.roots, on.id)]
    return this.#move(whole, whole && target && drop(this.roots, whole, target, zone), 'It cannot stand there.')
  }

  async #move(n: Node | undefined, to: MoveRequest | null | undefined, otherwise: string): Promise<void> {
    if (!n || !this.may) return
    if (!to) return this.say(otherwise)
    await this.act(() => api.move(this.slug, to), () => `Moved “${label(n)}”.`)
    this.choose(n.id)
    this.focusTree()
  }

  retire(n: Node, retired: boolean): Promise<unknown> {
    const after = retired && !this.retired ? this.#neighbour(n) : n.id
    return this.act(
      () => api.replace(this.slug, 'theme', rowOf('theme', n.row, { retired })),
      () => (retired ? `Retired “${label(n)}”: it keeps its codings and is no longer offered.` : `“${label(n)}” is offered again.`),
    ).then(() => {
      this.choose(after)
      this.focusTree()
    })
  }

  /** Deletes at once what nothing hangs on; asks otherwise. */
  async delete(n: Node | undefined): Promise<void> {
    if (!n || !this.may) return
    if (n.uses > 0 || n.children.length > 0) this.dialog = 'delete'
    else await this.deleteNow(n, false)
  }

  async deleteNow(n: Node, withContents: boolean): Promise<void> {
    const after = this.#neighbour(n)
    let refused = false
    await this.act(
      () => api.remove(this.slug, n.noun, n.id, withContents).catch((reason: unknown) => {
        refused = reason instanceof ApiError && (reason.status === 422 || reason.status === 409) && !withContents
        throw reason
      }),
      () => `Deleted “${label(n)}”.`,
    )
    if (refused) {
      this.say('')
      this.dialog = 'delete' // something hangs on it that the codebook does not show: codings of a position, topics of a guide
      return
    }
    this.choose(after)
    this.focusTree()
  }

  /** What is chosen once n is gone. */
  #neighbour(n: Node): string {
    const among = siblings(this.roots, n)
    const at = among.findIndex((s) => s.id === n.id)
    return (among[at + 1] ?? among[at - 1] ?? n.parent)?.id ?? ''
  }

  undo(): Promise<void> {
    return this.#back(() => study.undo(this.slug), 'Taken back')
  }

  redo(): Promise<void> {
    return this.#back(() => study.redo(this.slug), 'Done again')
  }

  async #back(act: () => Promise<Change>, said: string): Promise<void> {
    const typing = document.activeElement?.closest('input, textarea, select') != null
    await this.act(act, (c) => `${said}: ${c.about ?? c.kind}.`)
    if (!typing) this.focusTree()
  }
}

const key = Symbol('codebook')
export const giveCodebook = (c: CodebookState): CodebookState => setContext(key, c)
export const useCodebook = (): CodebookState => getContext<CodebookState>(key)
