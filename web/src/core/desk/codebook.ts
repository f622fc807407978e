// The codebook as the desk asks it: who is who, in what order, and which words lead to a theme.

import { words } from '../format'
import type { Answer, DeskCodebook, DeskCoding, DeskQuestion, DeskTheme } from '../desk-types'

export interface Layer {
  id: string
  name: string
  themes: DeskTheme[]
}

export class Codebook {
  readonly raw: DeskCodebook
  readonly #themes = new Map<string, DeskTheme>()
  readonly #questions = new Map<string, DeskQuestion>()
  readonly #of = new Map<string, DeskQuestion[]>()
  readonly #index = new Map<string, number>()
  readonly layers: Layer[]

  constructor(raw: DeskCodebook) {
    this.raw = raw
    for (const [i, t] of raw.themes.entries()) {
      this.#themes.set(t.id, t)
      this.#index.set(t.id, i)
    }
    for (const q of raw.questions) {
      this.#questions.set(q.id, q)
      if (q.theme_id) this.#of.set(q.theme_id, [...(this.#of.get(q.theme_id) ?? []), q])
    }
    this.layers = this.#layers()
  }

  static empty(): Codebook {
    return new Codebook({ seq: 0, meta_themes: [], themes: [], questions: [], guides: [] })
  }

  get seq(): number {
    return this.raw.seq
  }
  theme(id: string): DeskTheme | undefined {
    return this.#themes.get(id)
  }
  question(id: string): DeskQuestion | undefined {
    return this.#questions.get(id)
  }
  questionsOf(theme: string): readonly DeskQuestion[] {
    return this.#of.get(theme) ?? []
  }
  /** A number for the theme's colour; the same for as long as the codebook is. */
  indexOf(theme: string): number {
    return this.#index.get(theme) ?? 0
  }

  label(id: string): string {
    const t = this.#themes.get(id)
    if (!t) return 'a theme that is gone'
    return t.code && t.code !== t.name ? `${t.code} ${t.name}` : t.name
  }

  /** What a coding answers, in words: "Is there a budget? yes". */
  answer(c: Pick<DeskCoding, 'question_id' | 'position_id' | 'position_set' | 'number'> | Answer): string {
    const q = c.question_id ? this.question(c.question_id) : undefined
    if (!q) return ''
    const name = (id: string) => q.positions.find((p) => p.id === id)?.name ?? '?'
    const said = c.position_id ? name(c.position_id) : c.position_set?.length ? c.position_set.map(name).join(', ') : c.number !== undefined ? String(c.number) : ''
    return said ? `${q.prompt || words(q.name)} ${words(said)}` : q.prompt || words(q.name)
  }

  /** Layers in guide order: meta-themes, each with its themes as the guide brings them up, then as they are listed. */
  #layers(): Layer[] {
    const asked = new Map<string, number>()
    for (const g of this.raw.guides)
      for (const topic of g.topics.toSorted((a, b) => a.ord - b.ord)) for (const t of topic.themes) if (!asked.has(t)) asked.set(t, asked.size)
    const place = (t: DeskTheme) => asked.get(t.id) ?? asked.size + this.indexOf(t.id)
    const root = (t: DeskTheme): DeskTheme => {
      let at = t
      for (let up = 0; at.parent_id && up < 20; up++) at = this.#themes.get(at.parent_id) ?? at
      return at
    }
    const offered = this.raw.themes.filter((t) => !t.retired)
    const under = (id: string) =>
      offered.filter((t) => (root(t).meta_theme_id ?? '') === id).sort((a, b) => place(root(a)) - place(root(b)) || Number(Boolean(a.parent_id)) - Number(Boolean(b.parent_id)) || place(a) - place(b))
    const layers = this.raw.meta_themes.map((m) => ({ id: m.id, name: m.name, themes: under(m.id) }))
    const known = new Set(this.raw.meta_themes.map((m) => m.id))
    const rest = offered.filter((t) => !known.has(root(t).meta_theme_id ?? ''))
    if (rest.length) layers.push({ id: '', name: layers.length ? 'Other themes' : 'Themes', themes: rest })
    return layers.filter((l) => l.themes.length)
  }
}
