// The keys of a report being written; the help sheet and the palette read them.

import type { Command } from '../../core/keymap'
import type { WrittenState } from './written.svelte'

export function commands(w: WrittenState): Command[] {
  const group = 'Report'
  const writing = () => !w.locked
  return [
    { id: 'report.save', label: 'Save now', group, keys: ['Mod+s'], typing: true, run: () => void w.save() },
    { id: 'report.next', label: 'Go to the next place to mend', group, keys: ['Mod+Alt+ArrowDown'], typing: true, run: () => w.next(1) },
    { id: 'report.previous', label: 'Go to the place to mend before', group, keys: ['Mod+Alt+ArrowUp'], typing: true, run: () => w.next(-1) },
    { id: 'report.sentence', label: 'Make this a sentence with evidence', group, keys: ['Mod+Alt+l'], typing: true, when: writing, run: () => w.makeSentence() },
    { id: 'report.confirm', label: 'The sentence still holds', group, keys: ['Mod+Alt+Enter'], typing: true, when: writing, run: () => void (w.at && w.confirm([w.at], false)) },
    { id: 'report.take', label: 'Take over what the record says now', group, keys: ['Mod+Alt+t'], typing: true, when: writing, run: () => void (w.at && w.confirm([w.at], true)) },
    { id: 'report.evidence', label: 'Find evidence to quote or link', group, keys: ['Mod+Alt+e'], typing: true, when: writing, run: () => (w.panel = 'evidence') },
    { id: 'report.objections', label: 'Read and write objections', group, keys: ['Mod+Alt+o'], typing: true, run: () => (w.panel = 'objections') },
  ]
}
