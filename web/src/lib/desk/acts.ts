// What a person does to excerpts and codings. Each shows at once and then goes to the server.

import type { Answer, Area, DeskCoding, DeskExcerpt } from '../../core/desk-types'
import type { Place } from '../../core/desk/carry'
import { trimmed } from '../../core/desk/units'
import { Offsets } from '../../core/offsets'
import { uuid7 } from '../../core/uuid7'
import type { Desk } from './desk.svelte'

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text)

export interface Target {
  place: Place
  excerpt?: string
  /** Where it stands on pages. */
  areas?: readonly Area[] | undefined
  /** It is areas and no stretch of the text; then what words are in them. */
  onPage?: boolean
  words?: string | undefined
}

/** The stretch that is meant: a marked area; the selection; the chosen or the only excerpt at the caret; nothing else. */
export function meant(desk: Desk): Target | null {
  const area = desk.surface?.marked
  if (area) return { ...area, onPage: true }
  const { from, to } = desk.selection
  if (from < to) {
    const label = desk.turnAt(from)
    const start = label && from >= label.from && from < label.speech && to > label.speech ? label.speech : from // a speaker's name is not what was said
    const place = trimmed(desk.words({ from: start, to }), start, 0, to - start)
    return place.from < place.to ? { place, areas: desk.surface?.areasOf(place) } : null
  }
  const here = desk.here()
  const d = here.find((h) => h.id === desk.chosen || h.excerpt === desk.chosen) ?? here[0]
  return d ? { place: { from: d.from, to: d.to }, excerpt: d.excerpt, areas: d.areas, onPage: Boolean(d.areas), words: d.areas && desk.excerpts?.get(d.excerpt)?.text } : null
}

/** An excerpt of one's own on exactly this stretch. */
function mineOn(desk: Desk, { place, areas, onPage }: Target): string | undefined {
  if (onPage) return desk.coded().find((d) => d.mine && d.areas && JSON.stringify(d.areas) === JSON.stringify(areas))?.excerpt
  return desk.coded().find((d) => d.mine && !d.areas && d.from === place.from && d.to === place.to)?.excerpt
}

function newExcerpt(desk: Desk, { place, areas, onPage, words }: Target, id: string): DeskExcerpt {
  const bare = { id, revision: 0, start: 0, end: 0, areas, memos: 0, codings: [] }
  if (onPage) return { ...bare, start: areas?.[0]?.page ?? 0, measure: 'page', kind: words ? 'verbatim' : 'note', text: words ?? '' }
  return { ...bare, measure: 'code_points', kind: 'verbatim', text: desk.words(place), participant_id: desk.turnAt(place.from)?.participant }
}

/** Where it is, for the server: places in the text are filled in when it is sent. */
const whereabouts = ({ areas, onPage, words }: Target): Record<string, unknown> =>
  onPage ? { measure: 'page', areas, kind: words ? 'verbatim' : 'note', text: words ?? '' } : { start: 0, end: 0, ...(areas?.length ? { areas } : {}) }

const named = (desk: Desk, t: Target): string => (t.onPage ? t.words || 'an area' : desk.words(t.place))

/** Applies a theme to the stretch that is meant; says so where there is none. */
export function apply(desk: Desk, theme: string, answer: Answer = {}): boolean {
  const source = desk.source
  const target = meant(desk)
  if (!source || !desk.excerpts) return false
  if (!source.may.code) {
    desk.say('You may read this study, not code in it.')
    return false
  }
  if (!target) {
    desk.say('Select some words first.')
    return false
  }
  const known = target.excerpt && desk.excerpts.get(target.excerpt)?.codings.every((c) => c.mine) ? target.excerpt : mineOn(desk, target)
  const excerpt = known ?? uuid7()
  if (!known) desk.excerpts.add(newExcerpt(desk, target, excerpt), target.place)
  const standing = desk.excerpts.get(excerpt)?.codings ?? []
  const same = standing.find((c) => c.mine && c.theme_id === theme && c.question_id === answer.question_id && c.position_id === answer.position_id)
  if (same) {
    desk.choose(same.id)
    desk.say(`Coded so already: ${desk.book.label(theme)}.`)
    return true
  }
  const coding: DeskCoding = { id: uuid7(), revision: 0, theme_id: theme, ...answer, aspect: answer.aspect ?? 'opinion', coder: source.coder, mine: true, participant_id: answer.participant_id ?? desk.excerpts.get(excerpt)?.participant_id }
  desk.excerpts.change(excerpt, (e) => ({ ...e, codings: [...e.codings, coding] }))
  desk.chosen = coding.id
  desk.add({
    id: coding.id, what: `the coding of “${short(named(desk, target))}” as ${desk.book.label(theme)}`, method: 'POST', path: `/desk/sources/${source.id}/codings`, source: source.id, excerpt,
    body: { ...answer, coding_id: coding.id, excerpt_id: excerpt, theme_id: theme, ...whereabouts(target) },
  })
  desk.say(`Coded: ${desk.book.label(theme)}${desk.book.answer(answer) ? `, ${desk.book.answer(answer)}` : ''}.`)
  return true
}

/** The coding that is meant: the chosen one, or the shortest at the caret. */
export function coding(desk: Desk): { excerpt: DeskExcerpt; coding: DeskCoding } | null {
  const id = desk.chosen || desk.here()[0]?.id || ''
  return desk.excerpts?.holding(id) ?? null
}

export function unmark(desk: Desk): void {
  const at = coding(desk)
  if (!at) {
    const bare = desk.drawn(desk.chosen || desk.here()[0]?.id || '')
    if (bare && !bare.theme) removeExcerpt(desk, bare.excerpt)
    else desk.say('There is no coding here.')
    return
  }
  if (!at.coding.mine) {
    desk.say(`This is ${at.coding.coder ?? 'somebody else'}’s coding, not yours.`)
    return
  }
  const rest = at.excerpt.codings.filter((c) => c !== at.coding)
  const stays = rest.length > 0 || Boolean(at.excerpt.key) || (at.excerpt.memos ?? 0) > 0
  if (stays) desk.excerpts?.change(at.excerpt.id, (e) => ({ ...e, codings: rest }))
  else desk.excerpts?.remove(at.excerpt.id)
  desk.chosen = ''
  desk.add({ id: uuid7(), what: 'taking a coding away', method: 'DELETE', path: `/desk/codings/${at.coding.id}`, source: desk.source?.id ?? '', excerpt: at.excerpt.id, body: {} })
  desk.say(`Taken away: ${desk.book.label(at.coding.theme_id)}.`)
}

export function removeExcerpt(desk: Desk, id: string): void {
  desk.excerpts?.remove(id)
  desk.chosen = ''
  desk.add({ id: uuid7(), what: 'taking an excerpt away', method: 'DELETE', path: `/desk/excerpts/${id}`, source: desk.source?.id ?? '', excerpt: id, body: {} })
}

/** Changes the chosen coding. */
export function change(desk: Desk, id: string, patch: Answer & { theme_id?: string; note?: string }): void {
  const at = desk.excerpts?.holding(id)
  if (!at) return
  desk.excerpts?.change(at.excerpt.id, (e) => ({ ...e, codings: e.codings.map((c) => (c.id === id ? { ...c, ...patch, aspect: patch.aspect ?? c.aspect } : c)) }))
  const body: Record<string, unknown> = { ...patch }
  if (at.coding.revision && !desk.sync?.queue.touches(at.excerpt.id)) body['revision'] = at.coding.revision
  desk.add({ id: uuid7(), what: 'the change of a coding', method: 'PATCH', path: `/desk/codings/${id}`, source: desk.source?.id ?? '', excerpt: at.excerpt.id, body })
}

export function toggleKey(desk: Desk): void {
  const target = meant(desk)
  const source = desk.source
  if (!target || !source || !desk.excerpts) {
    desk.say('Select some words, or go to a coding.')
    return
  }
  const id = target.excerpt ?? mineOn(desk, target)
  const e = id ? desk.excerpts.get(id) : undefined
  if (!id || !e) {
    mark(desk, target, { key: true })
    desk.say('Marked as a key excerpt.')
    return
  }
  const key = !e.key
  desk.excerpts.change(id, (x) => ({ ...x, key }))
  desk.add({ id: uuid7(), what: 'the mark of a key excerpt', method: 'PATCH', path: `/desk/excerpts/${id}`, source: source.id, excerpt: id, body: { key } })
  desk.say(key ? 'Marked as a key excerpt.' : 'No key excerpt any more.')
}

/** Keeps a stretch that is not coded. */
function mark(desk: Desk, target: Target, more: Record<string, unknown>): string {
  const id = uuid7()
  const source = desk.source?.id ?? ''
  desk.excerpts?.add({ ...newExcerpt(desk, target, id), ...more }, target.place)
  desk.chosen = id
  desk.add({ id, what: `the excerpt “${short(named(desk, target))}”`, method: 'POST', path: `/desk/sources/${source}/excerpts`, source, excerpt: id, body: { excerpt_id: id, ...whereabouts(target), ...more } })
  return id
}

export function memo(desk: Desk, text: string): void {
  const target = meant(desk)
  if (!target || text.trim() === '') return
  const excerpt = target.excerpt ?? mineOn(desk, target) ?? mark(desk, target, {})
  desk.excerpts?.change(excerpt, (e) => ({ ...e, memos: (e.memos ?? 0) + 1 }))
  desk.add({ id: uuid7(), what: 'a memo', method: 'POST', path: `/desk/excerpts/${excerpt}/memos`, source: desk.source?.id ?? '', excerpt, body: { text } })
  desk.panel = 'memos'
  desk.say('Memo written.')
}

export function cycle(desk: Desk, by: 1 | -1 = 1): void {
  const here = desk.here()
  if (!here.length) {
    desk.say('There is no coding here.')
    return
  }
  const at = here.findIndex((d) => d.id === desk.chosen)
  const next = here[(at + by + here.length) % here.length] ?? here[0]
  if (!next) return
  desk.choose(next.id)
  desk.panel = 'codings'
  desk.say(`${desk.labelOf(next)}, ${here.indexOf(next) + 1} of ${here.length} here.`)
}

/** To the next coding of the same theme, from the caret on. */
export function sameTheme(desk: Desk, forward: boolean, theme = desk.drawn(desk.chosen)?.theme ?? desk.here()[0]?.theme ?? ''): void {
  const all = desk.coded().filter((d) => (d.from < d.to || d.areas) && (!theme || d.theme === theme))
  const at = all.findIndex((d) => d.id === desk.chosen)
  const from = desk.drawn(desk.chosen)?.from ?? desk.selection.from
  const next = at >= 0 ? all.at((at + (forward ? 1 : -1)) % all.length) : forward ? (all.find((d) => d.from > from) ?? all[0]) : (all.findLast((d) => d.from < from) ?? all.at(-1))
  if (!next) {
    desk.say('Nothing is coded so here.')
    return
  }
  desk.choose(next.id, { show: true })
  desk.say(`${desk.labelOf(next)}: ${short(desk.saying(next))}`)
}

/** Whether the caret stands in the name of a turn that has a time, and nothing else is meant. */
export function onSpeaker(desk: Desk): boolean {
  const { from, to } = desk.selection
  const turn = desk.turnAt(from)
  return desk.play !== null && from === to && turn?.time !== undefined && from <= Math.max(turn.from, turn.speech - 1) && !desk.edge && !meant(desk)
}

export function play(desk: Desk): void {
  const time = desk.turnAt(desk.selection.from)?.time
  if (time === undefined) desk.say('This place has no time in a recording.')
  else if (!desk.play) desk.say('The recording of this text is not in the study.')
  else desk.play(time)
}

/** Sees to it that what a conflict is about becomes these words; null leaves those of the other. */
export function settle(desk: Desk, text: string | null): void {
  const c = desk.conflict
  desk.conflict = null
  const { sync, editor } = desk
  if (!c || text === null || !sync || !editor) return
  const o = new Offsets(sync.working.base)
  const at = (point: number) => sync.working.unsaved.mapPos(o.toUtf16(point), 1)
  editor.view.dispatch({ changes: { from: at(c.start), to: Math.max(at(c.start), at(c.end)), insert: text } })
  desk.flush()
}

export function undo(desk: Desk): void {
  if (desk.editor?.undo()) return
  desk.flush()
  desk.add({ id: uuid7(), what: 'undo', method: 'POST', path: '/undo', source: desk.source?.id ?? '', body: {}, once: true })
}

export function redo(desk: Desk): void {
  if (desk.editor?.redo()) return
  desk.flush()
  desk.add({ id: uuid7(), what: 'redo', method: 'POST', path: '/redo', source: desk.source?.id ?? '', body: {}, once: true })
}
