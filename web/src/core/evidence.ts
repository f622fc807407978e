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

/** One speaker, or one role group, with what they say. */
export interface SpeakerGroup {
  key: string
  who: string
  role: string
  dissents: boolean
  items: EvidenceItem[]
}

/** The excerpts by speaker or by role: those who dissent first, what has no speaker last. */
export function groupBySpeaker(items: readonly EvidenceItem[], by: 'speaker' | 'role'): SpeakerGroup[] {
  const groups = new Map<string, SpeakerGroup>()
  for (const item of items) {
    const who = by === 'role' ? (item.group ?? '') : item.participant ? attribution(item) : ''
    const key = by === 'role' ? who : String(item.voice ?? '')
    const group = groups.get(key) ?? { key, who: who || 'without a speaker', role: by === 'speaker' ? [item.group, item.level].filter(Boolean).join(', ') : '', dissents: false, items: [] }
    groups.set(key, group)
    group.items.push(item)
    group.dissents ||= item.dissent
  }
  for (const g of groups.values()) g.items.sort((a, b) => Number(b.dissent) - Number(a.dissent))
  return [...groups.values()].sort((a, b) => Number(a.key === '') - Number(b.key === '') || Number(b.dissents) - Number(a.dissents) || a.who.localeCompare(b.who))
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
