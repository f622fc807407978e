// Where the codebook is read and written. Rows go by the ordinary operations of their noun.

import { ask, send, type Endpoint } from '../api'
import type { SplitRequest } from './review'
import type { Codebook, DiffItem, MoveRequest, Noun, RevisitList, Row, Template, ThemeCoding, Version } from './types'

const e = encodeURIComponent
const study = (slug: string, rest: string) => `/api/studies/${e(slug)}${rest}`
const plural: Record<Noun, string> = { meta_theme: 'meta-themes', theme: 'themes', question: 'questions', position: 'positions' }
const rows = (s: string, noun: Noun, id = '') => study(s, `/nouns/${plural[noun]}${id && `/${e(id)}`}`)

export const codebook = (s: string): Endpoint<Codebook> => ({ url: study(s, '/desk/codebook') })

export const add = (s: string, noun: Noun, row: Row) => send<Row & { id: string }>(rows(s, noun), row)
export const replace = (s: string, noun: Noun, row: Row) => send<Row>(rows(s, noun, String(row['id'])), row, 'PUT')
/** withContents deletes what refers to it too. */
export const remove = (s: string, noun: Noun, id: string, withContents: boolean) =>
  ask<{ seq: number }>({ url: rows(s, noun, id) + (withContents ? '?with_contents=true' : '') }, { method: 'DELETE' })
export const move = (s: string, request: MoveRequest) => send<{ seq: number }>(study(s, '/codebook/move'), request)

const book = (s: string, rest: string) => study(s, `/codebook${rest}`)
export const merge = (s: string, from: string, into: string) => send<{ seq: number; moved: number; same: number }>(book(s, '/merge'), { from, into })
export const split = (s: string, request: SplitRequest) => send<{ seq: number; themes: string[]; moved: number }>(book(s, '/split'), request)
export const themeCodings = (s: string, theme: string): Endpoint<{ items: ThemeCoding[] }> => ({ url: book(s, `/themes/${e(theme)}/codings`) })
export const versions = (s: string): Endpoint<{ items: Version[] }> => ({ url: book(s, '/versions') })
export const keepVersion = (s: string, name: string, note: string) => send<Version>(book(s, '/versions'), { name, note })
/** from 0 is the empty codebook, to 0 the one that stands. */
export const difference = (s: string, from: number, to: number): Endpoint<{ items: DiffItem[] }> => ({ url: book(s, `/diff?from=${from}&to=${to}`) })
export const revisits = (s: string): Endpoint<RevisitList> => ({ url: book(s, '/revisit') })
export const tick = (s: string, theme: string, source: string, done: boolean) => send<{ seq: number }>(book(s, '/revisit'), { theme_id: theme, source_id: source, done })
export const templates = (s: string): Endpoint<{ items: Template[] }> => ({ url: book(s, '/templates') })
export const addTemplate = (s: string, key: string) => send<unknown>(book(s, `/templates/${e(key)}`), {})
/** The body is the file itself; its name says that it is a table. */
export const importFile = (s: string, file: File) =>
  ask<unknown>({ url: study(s, `/import?name=${e(file.name)}`) }, { method: 'POST', body: file, headers: { 'Content-Type': 'application/octet-stream' } })
