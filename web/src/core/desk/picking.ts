// What the theme picker offers: last used themes and layers while nothing is typed, matches over label, code,
// definition, question and position while something is. Never a flat list of all.

import type { DeskTheme } from '../desk-types'
import { rankMatches } from '../search'
import type { Codebook, Layer } from './codebook'

export type Offer =
  | { kind: 'theme'; id: string; theme: DeskTheme; question?: string; position?: string; note: string }
  | { kind: 'layer'; id: string; layer: Layer }
  | { kind: 'new'; id: string; name: string }

const most = 9

export function offers(book: Codebook, text: string, recent: readonly string[], open: string | null, mayMake: boolean): Offer[] {
  const wanted = text.trim()
  if (wanted) return [...matches(book, wanted), ...(mayMake && !exists(book, wanted) ? [{ kind: 'new' as const, id: 'new', name: wanted }] : [])]
  const layer = open === null ? undefined : book.layers.find((l) => l.id === open)
  if (layer) return layer.themes.map((theme) => plain(book, theme))
  const last = recent.flatMap((id) => book.theme(id) ?? []).filter((t) => !t.retired).slice(0, 5)
  if (book.layers.length === 1 && (book.layers[0]?.themes.length ?? 0) <= most) {
    const rest = (book.layers[0]?.themes ?? []).filter((t) => !last.includes(t))
    return [...last, ...rest].map((theme) => plain(book, theme))
  }
  return [...last.map((theme) => plain(book, theme)), ...book.layers.map((l) => ({ kind: 'layer' as const, id: `layer ${l.id}`, layer: l }))]
}

function plain(book: Codebook, theme: DeskTheme): Offer {
  const questions = book.questionsOf(theme.id)
  return { kind: 'theme', id: theme.id, theme, note: questions.map((q) => q.prompt || q.name).join(' · ') || theme.definition || '' }
}

function exists(book: Codebook, name: string): boolean {
  return book.raw.themes.some((t) => [t.name, t.code].some((n) => n?.toLowerCase() === name.toLowerCase()))
}

function matches(book: Codebook, text: string): Offer[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const some = (hay: string) => words.some((w) => hay.toLowerCase().includes(w))
  const themes = book.raw.themes.filter((t) => !t.retired)
  const byName = rankMatches(themes, text, (t) => `${t.code ?? ''} ${t.name}`)
  const found: Offer[] = byName.map((t) => plain(book, t))
  const answers: { offer: Offer; label: string }[] = []
  const meanings: { offer: Offer; label: string }[] = []
  for (const t of themes) {
    const label = `${t.code ?? ''} ${t.name}`
    for (const q of book.questionsOf(t.id)) {
      const ask = q.prompt || q.name
      for (const p of q.positions)
        if (some(p.name)) answers.push({ label: `${label} ${ask} ${q.name} ${p.name} ${p.definition ?? ''}`, offer: { kind: 'theme', id: `${t.id} ${p.id}`, theme: t, question: q.id, position: p.id, note: `${ask}: ${p.name}` } })
      if (some(`${ask} ${q.name}`)) answers.push({ label: `${label} ${ask} ${q.name}`, offer: { kind: 'theme', id: `${t.id} ${q.id}`, theme: t, question: q.id, note: ask } })
    }
    const meaning = [t.definition, t.full_definition, t.use_when].filter(Boolean).join(' ')
    if (some(meaning)) meanings.push({ label: `${label} ${meaning}`, offer: { kind: 'theme', id: t.id, theme: t, note: t.definition || meaning } })
  }
  for (const list of [answers, meanings])
    for (const a of rankMatches(list, text, (x) => x.label)) if (!found.some((f) => f.id === a.offer.id)) found.push(a.offer)
  return found.slice(0, most)
}
