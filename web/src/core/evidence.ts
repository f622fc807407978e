// Reading order of excerpts: dissent first, then by position, then what the record states without a speaker.

import type { EvidenceItem } from './api-types'

export interface EvidenceGroup {
  key: string
  /** A position, or empty for excerpts on a theme alone. */
  position: string
  kind: 'dissent' | 'voices' | 'record' | 'theme'
  items: EvidenceItem[]
  voices: number
}

const rank = { dissent: 0, voices: 1, record: 2, theme: 3 }

export function groupEvidence(items: readonly EvidenceItem[]): EvidenceGroup[] {
  const groups = new Map<string, EvidenceGroup>()
  for (const item of items) {
    const kind = item.dissent ? 'dissent' : !item.position ? 'theme' : item.participant ? 'voices' : 'record'
    const key = [kind, item.question ?? '', item.aspect ?? '', item.position ?? ''].join('|')
    const group = groups.get(key)
    if (group) group.items.push(item)
    else groups.set(key, { key, kind, position: item.position ?? '', items: [item], voices: 0 })
  }
  for (const g of groups.values()) g.voices = speakers(g.items)
  return [...groups.values()].sort((a, b) => rank[a.kind] - rank[b.kind] || question(a).localeCompare(question(b)) || b.items.length - a.items.length)
}

/** Different people among the excerpts; two of one label are told apart by their number. */
export const speakers = (items: readonly EvidenceItem[]): number => new Set(items.map((i) => i.voice ?? i.participant).filter(Boolean)).size

/** Whether the excerpts answer more than one question, so that each group has to name its own. */
export const severalQuestions = (items: readonly EvidenceItem[]): boolean => new Set(items.map((i) => i.question ?? '')).size > 1

const question = (g: EvidenceGroup): string => g.items[0]?.question ?? ''

/** Who speaks, as far as the study discloses it. */
export function attribution(i: EvidenceItem): string {
  const who = i.participant ?? (i.group ? `a ${i.group}, reported` : '')
  return who || 'said of the site, without a speaker'
}
