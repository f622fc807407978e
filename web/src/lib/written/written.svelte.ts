// A written report on screen: its text, what it is held against, saving, and every act on it. Components render and forward.

import { getContext, setContext } from 'svelte'
import { ApiError, ask } from '../../core/api'
import type { Scope } from '../../core/scope'
import { uuid7 } from '../../core/uuid7'
import * as api from '../../core/written/api'
import { wordsOf } from '../../core/written/convert'
import type { Finding, RecordSentence, ReportState, Sentence, SentenceKind, Written } from '../../core/written/types'
import { writeRef } from '../../core/evidence-ref'
import { here } from '../location.svelte'
import { session } from '../session.svelte'
import * as acts from './acts'
import type { ReportEditor } from './editor'
import { showFindings } from './findings'

export type Saving = 'saved' | 'waiting' | 'saving' | 'failed'

const pause = 1200

export class WrittenState {
  readonly slug: string
  readonly id: string
  written = $state.raw<Written>()
  error = $state.raw<ApiError>()
  saving = $state<Saving>('saved')
  trouble = $state('')
  /** Somebody else has written since: theirs, until one is chosen. */
  conflict = $state.raw<Written | null>(null)
  title = $state('')
  /** Of the text as it is here, by id; those not used any more stay until the text is read anew. */
  sentences = $state.raw<ReadonlyMap<string, Sentence>>(new Map())
  at = $state('')
  panel = $state<'mend' | 'sentence' | 'evidence' | 'objections'>('mend')
  #editor: ReportEditor | null = null
  #scope: Scope
  #timer: (() => void) | null = null
  #version = 0
  #taken = 0
  #acts: Promise<unknown> = Promise.resolve()
  #sending: Promise<void> | null = null

  constructor(slug: string, id: string, scope: Scope) {
    this.slug = slug
    this.id = id
    this.#scope = scope
  }

  readonly report = $derived(this.written?.report)
  readonly locked = $derived(this.report?.state === 'locked')
  readonly findings: readonly Finding[] = $derived(this.written?.findings ?? [])
  readonly blocking = $derived(this.findings.filter((f) => f.blocking))
  readonly sentence: Sentence | undefined = $derived(this.sentences.get(this.at))

  async load(): Promise<void> {
    try {
      this.#take(await ask(api.written(this.slug, this.id)), true)
      this.error = undefined
    } catch (reason) {
      this.error = reason instanceof ApiError ? reason : new ApiError(0, String(reason))
      if (this.error.status === 401) session.ended()
    }
  }

  /** The record or the report has changed elsewhere: what it is held against is asked for anew, the text here stays. */
  async look(): Promise<void> {
    if (this.saving !== 'saved' || this.conflict) return // saving answers with the same
    const before = this.#version
    const taken = this.#taken
    const now = await ask(api.written(this.slug, this.id)).catch(() => null)
    if (!now || this.#version !== before || this.#taken !== taken || this.saving !== 'saved') return // what came meanwhile is newer
    this.#take(now, now.report.revision !== this.report?.revision)
  }

  attach(editor: ReportEditor): void {
    this.#editor = editor
    this.draw()
  }

  get editor(): ReportEditor | null {
    return this.#editor
  }

  #take(w: Written, text: boolean): void {
    this.#taken++
    this.written = w
    if (text) {
      this.title = w.report.title
      this.sentences = new Map((w.report.sentences ?? []).map((s) => [s.id, s]))
      this.#editor?.reset(w.report.blocks ?? [])
    } else {
      const merged = new Map(this.sentences)
      for (const s of w.report.sentences ?? []) merged.set(s.id, s)
      this.sentences = merged
    }
    this.draw()
  }

  draw(): void {
    if (this.#editor) showFindings(this.#editor.view, { findings: this.findings, sentences: this.sentences, at: this.at, open: (s) => this.openEvidence(s) })
  }

  openEvidence(s: Sentence): void {
    const words = this.#editor ? wordsOf(this.#editor.blocks, s.id) : ''
    here.set({ evidence: writeRef({ title: words, excerpts: s.evidence ?? [] }) })
  }

  moved(sentence: string): void {
    if (sentence === this.at) return
    this.at = sentence
    queueMicrotask(() => this.draw()) // the editor is in the middle of a transaction
  }

  changed(): void {
    if (this.locked) return
    this.#version++
    this.saving = 'waiting'
    this.#timer?.()
    this.#timer = this.#scope.timeout(() => void this.save(), pause)
  }

  /** Saves what is not saved yet, after a save that is under way. */
  async save(): Promise<void> {
    this.#timer?.()
    await this.#sending
    if (!this.#editor || !this.report || this.saving === 'saved' || this.conflict || this.locked) return
    this.#sending = this.#send(this.#editor).finally(() => (this.#sending = null))
    await this.#sending
  }

  async #send(editor: ReportEditor): Promise<void> {
    const version = this.#version
    this.saving = 'saving'
    try {
      const now = await api.save(this.slug, this.id, { revision: this.report?.revision ?? 0, title: this.title, blocks: editor.blocks, sentences: [...this.sentences.values()] })
      this.trouble = ''
      this.saving = this.#version === version ? 'saved' : 'waiting'
      this.#take(now, false)
      if (this.saving === 'waiting') this.changed()
    } catch (reason) {
      this.saving = 'failed'
      const e = reason instanceof ApiError ? reason : new ApiError(0, String(reason))
      if (e.status === 401) session.ended()
      if (e.status === 409) this.conflict = await ask(api.written(this.slug, this.id)).catch(() => null)
      this.trouble = e.message
      if (e.status === 0) this.#timer = this.#scope.timeout(() => void this.again(), 4000)
    }
  }

  /** Tries to save once more, after the connection was lost. */
  async again(): Promise<void> {
    if (this.saving === 'failed') this.saving = 'waiting'
    await this.save()
  }

  /** Settles a conflict: mine is written over theirs, or theirs taken. */
  async settle(mine: boolean): Promise<void> {
    const theirs = this.conflict
    if (!theirs) return
    this.conflict = null
    if (mine) {
      this.written = { ...theirs, report: { ...theirs.report } }
      this.saving = 'waiting'
      await this.save()
    } else {
      this.saving = 'saved'
      this.trouble = ''
      this.#take(theirs, true)
    }
  }

  /** One act after the other, each on what the one before has made. */
  #act(run: () => Promise<Written>, text: boolean): Promise<boolean> {
    const next = this.#acts.then(async () => {
      await this.save()
      if (this.saving !== 'saved') return false // the text says why
      try {
        this.#take(await run(), text)
        this.trouble = ''
        return true
      } catch (reason) {
        this.trouble = reason instanceof ApiError ? reason.message : String(reason)
        return false
      }
    })
    this.#acts = next
    return next
  }

  confirm(sentences: string[], take: boolean): Promise<boolean> {
    return this.#act(() => api.confirm(this.slug, this.id, this.report?.revision ?? 0, sentences, take), take)
  }

  go(state: ReportState): Promise<boolean> {
    return this.#act(() => api.go(this.slug, this.id, this.report?.revision ?? 0, state), false)
  }

  object(kind: 'challenge' | 'fact', text: string, from: string): Promise<boolean> {
    const words = this.#editor && this.at ? wordsOf(this.#editor.blocks, this.at) : ''
    return this.#act(() => api.object(this.slug, this.id, { kind, text, sentence: this.at, words, from }), false)
  }

  answer(objection: string, text: string): Promise<boolean> {
    return this.#act(() => api.answer(this.slug, this.id, objection, text), false)
  }

  // Acts on the text.

  show(f: Finding): void {
    if (f.sentence) this.at = f.sentence
    this.#editor?.run(acts.goTo(f.sentence ?? '', f.block))
    this.draw()
  }

  /** The next place to mend after the one in hand, or the one before. */
  next(step: 1 | -1): void {
    const list = this.findings
    if (!list.length) return
    const i = list.findIndex((f) => f.sentence !== undefined && f.sentence === this.at)
    const f = list[(i + step + list.length) % list.length]
    if (f) this.show(f)
  }

  makeSentence(): void {
    const id = uuid7()
    this.#put({ id, kind: 'descriptive' })
    if (!this.#editor?.run(acts.makeSentence(id))) return
    this.at = id
    this.panel = 'sentence'
    this.draw()
  }

  unlink(): void {
    if (this.at) this.#editor?.run(acts.unlinkSentence(this.at))
    this.at = ''
    this.draw()
  }

  /** Makes a sentence of the record one's own, with what it rests on. */
  own(): void {
    const s = this.sentence
    if (!s?.from) return
    const { from: _, hash: __, was: ___, ...rest } = s
    this.#put({ ...rest, kind: s.kind === 'count' ? 'descriptive' : s.kind })
    this.changed()
  }

  #put(s: Sentence): void {
    this.sentences = new Map(this.sentences).set(s.id, s)
    this.draw()
  }

  setKind(kind: SentenceKind): void {
    if (!this.sentence) return
    this.#put({ ...this.sentence, kind })
    this.changed()
  }

  setMemo(memo: string): void {
    if (!this.sentence) return
    const { memo: _, ...rest } = this.sentence
    this.#put(memo ? { ...rest, memo } : rest)
    this.changed()
  }

  setClaims(claims: string[]): void {
    if (!this.sentence) return
    this.#put({ ...this.sentence, claims })
    this.changed()
  }

  /** Links an excerpt to the sentence in hand, or takes it off. */
  link(excerpt: string): void {
    const s = this.sentence
    if (!s || s.from) return
    const has = s.evidence?.includes(excerpt) ?? false
    this.#put({ ...s, evidence: has ? (s.evidence ?? []).filter((e) => e !== excerpt) : [...(s.evidence ?? []), excerpt] })
    this.changed()
  }

  quote(excerpt: string, words: string): void {
    this.#editor?.run(acts.quote(excerpt, words))
  }

  showView(view: string): void {
    this.#editor?.run(acts.showView(view))
  }

  takeSentence(s: RecordSentence): void {
    const id = this.sentences.has(s.id) && this.#used(s.id) ? uuid7() : s.id
    this.#put({ id, from: s.id, kind: s.kind as SentenceKind, evidence: s.evidence ?? [], hash: s.hash, was: s.text })
    this.#editor?.run(acts.takeSentence(id, s))
  }

  #used(id: string): boolean {
    return this.#editor ? wordsOf(this.#editor.blocks, id) !== '' : false
  }
}

const key = Symbol('written')
export const giveWritten = (w: WrittenState): WrittenState => setContext(key, w)
export const useWritten = (): WrittenState => getContext<WrittenState>(key)
