// The codings of a theme laid out for review, and which of them goes where when the theme is split.

import { propose } from '../colour'
import type { ThemeCoding } from './types'

export interface Reviewed {
  id: string
  text: string
  source: string
  source_id: string
  site: string
  speaker: string
  question: string
  position: string
}

export const reviewed = (c: ThemeCoding): Reviewed => ({
  id: c.id, text: c.text, source: c.source, source_id: c.source_id, site: c.site ?? '',
  speaker: c.speaker ?? '', question: c.question ?? '', position: c.position ?? '',
})

export interface SplitRequest {
  from: string
  into: { name?: string; theme_id?: string; colour?: string }[]
  codings: Record<string, number>
}

/** A theme that takes part of the codings: a new one by its name, or one that is there. */
export interface Portion {
  name: string
  theme_id?: string
}

export const mostPortions = 9
/** Where a coding that stays goes. */
export const stays = -1

export class Splitting {
  readonly portions: readonly Portion[]
  /** For each coding the portion it goes to, or stays; absent while nobody has looked at it. */
  readonly to: ReadonlyMap<string, number>

  constructor(portions: readonly Portion[], to: ReadonlyMap<string, number> = new Map()) {
    this.portions = portions
    this.to = to
  }

  assign(coding: string, portion: number): Splitting {
    if (portion < stays || portion >= this.portions.length) return this
    return new Splitting(this.portions, new Map(this.to).set(coding, portion))
  }

  name(portion: number, name: string): Splitting {
    return new Splitting(this.portions.map((p, i) => (i === portion ? { ...p, name } : p)), this.to)
  }

  add(p: Portion): Splitting {
    return this.portions.length < mostPortions ? new Splitting([...this.portions, p], this.to) : this
  }

  /** Takes a portion away; what went there is to be looked at again, and later portions move up. */
  drop(portion: number): Splitting {
    const to = new Map<string, number>()
    for (const [id, at] of this.to) if (at !== portion) to.set(id, at > portion ? at - 1 : at)
    return new Splitting(this.portions.filter((_, i) => i !== portion), to)
  }

  count(portion: number): number {
    return [...this.to.values()].filter((p) => p === portion).length
  }

  /** What still keeps it from being done; "" where nothing does. */
  lacks(): string {
    if (this.portions.length === 0) return 'Name at least one theme to split off.'
    if (this.portions.some((p) => !p.theme_id && !p.name.trim())) return 'Give each new theme a name.'
    const names = this.portions.map((p) => p.name.trim().toLowerCase())
    if (new Set(names).size < names.length) return 'Two of the themes have the same name.'
    return ''
  }

  /** New themes have the colours farthest from those in use. */
  request(from: string, used: readonly string[]): SplitRequest {
    const colours = [...used]
    const into = this.portions.map((p) => {
      if (p.theme_id) return { theme_id: p.theme_id }
      const colour = propose(colours)
      colours.push(colour)
      return { name: p.name.trim(), colour }
    })
    return { from, into, codings: Object.fromEntries(this.to) }
  }
}

/** The next coding nobody has looked at, after the one at hand and then from the top; the one at hand where there is none. */
export function nextOpen(all: readonly Reviewed[], to: ReadonlyMap<string, number>, at: number): number {
  const order = [...all.keys()]
  return [...order.slice(at + 1), ...order.slice(0, at)].find((i) => !to.has(all[i]?.id ?? '')) ?? at
}
