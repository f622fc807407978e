// Every action of the desk as a command: help sheet, palette and a person's own keys read these.

import type { Command } from '../../core/keymap'
import { sentenceAt, trimmed } from '../../core/desk/units'
import { apple } from '../settings.svelte'
import * as acts from './acts'
import * as edges from './edges'
import type { Desk } from './desk.svelte'
import type { Recent } from './recent.svelte'
import { inVivo } from './new-theme'
import type { Look } from './turn-marks'

export interface CommandPorts {
  desk: Desk
  recent: Recent
  go(source: string): void
  findInStudy(): void
  autocode(): void
}

const looks: readonly Look[] = ['transcript', 'turn', 'document']

/** Whether the keys go into a field of a form, where undo is the field's own. */
const inField = (): boolean => document.activeElement instanceof HTMLInputElement || document.activeElement instanceof HTMLTextAreaElement

export function commands({ desk, recent, go, findInStudy, autocode }: CommandPorts): Command[] {
  const coding = 'Coding'
  const moving = 'In a source'
  const correcting = 'Correcting'
  const may = () => desk.source !== null
  const strip: Command[] = Array.from({ length: 9 }, (_, i) => ({
    id: `desk.strip.${i + 1}`, label: `Apply theme ${i + 1} of the strip`, group: coding, keys: [String(i + 1)], hidden: true, when: may,
    run: () => {
      const theme = recent.strip[i]
      if (!theme) desk.say(`No theme has the key ${i + 1} yet: open the picker with / and choose one.`)
      else if (acts.apply(desk, theme)) recent.use(theme)
    },
  }))
  const take = (label: string, id: string, key: string, stretch: (at: number) => { from: number; to: number }): Command => ({
    id, label, group: moving, keys: [key], when: may,
    run: () => {
      const view = desk.editor?.view
      if (!view) return
      const { from, to } = stretch(view.state.selection.main.head)
      view.dispatch({ selection: { anchor: from, head: to } })
      view.focus()
    },
  })
  const line = (at: number) => desk.editor!.view.state.doc.lineAt(at)
  return [
    { id: 'desk.theme', label: 'Apply a theme', group: coding, keys: ['/', 'Enter', 'Mod+Enter'], when: may, run: () => (desk.edge ? edges.keepEdge(desk) : acts.meant(desk) ? desk.pick('theme') : desk.say('Select some words first.')) },
    ...strip,
    { id: 'desk.repeat', label: 'Apply the last theme again', group: coding, keys: ['q'], when: may, run: () => (recent.used[0] ? acts.apply(desk, recent.used[0]) : desk.say('No theme was applied yet.')) },
    { id: 'desk.new', label: 'New theme', group: coding, keys: ['n'], when: may, run: () => (acts.meant(desk) ? desk.pick('new') : desk.say('Select some words first.')) },
    { id: 'desk.invivo', label: 'New theme named by the words themselves', group: coding, keys: ['v'], when: may, run: () => void inVivo(desk, recent) },
    { id: 'desk.memo', label: 'Write a memo', group: coding, keys: ['m'], when: may, run: () => (acts.meant(desk) ? desk.pick('memo') : desk.say('Select some words, or go to a coding.')) },
    { id: 'desk.unmark', label: 'Take the coding away', group: coding, keys: ['u'], when: may, run: () => acts.unmark(desk) },
    { id: 'desk.key', label: 'Mark as a key excerpt', group: coding, keys: ['i'], when: may, run: () => acts.toggleKey(desk) },
    { id: 'desk.cycle', label: 'Next of the codings that overlap here', group: coding, keys: ['o'], when: may, run: () => acts.cycle(desk) },
    { id: 'desk.from', label: 'Move the beginning', group: coding, keys: ['['], when: may, run: () => edges.chooseEdge(desk, 'from') },
    { id: 'desk.to', label: 'Move the end', group: coding, keys: [']'], when: may, run: () => edges.chooseEdge(desk, 'to') },
    { id: 'desk.autocode', label: 'Code what a search finds', group: coding, keys: ['a'], when: may, run: autocode },
    { id: 'desk.undo', label: 'Undo', group: correcting, keys: ['Mod+z'], when: () => may() && !inField(), run: () => acts.undo(desk) },
    { id: 'desk.redo', label: 'Redo', group: correcting, keys: ['Mod+Shift+z', ...(apple ? [] : ['Mod+y'])], when: () => may() && !inField(), run: () => acts.redo(desk) },
    { id: 'desk.write', label: 'Correct the text in place', group: correcting, keys: ['Mod+e'], when: may, run: () => desk.setWriting(!desk.writing) },
    {
      id: 'desk.leave', label: 'Leave what is open', group: correcting, keys: ['Escape'], hidden: true,
      when: () => desk.busy,
      run: () => {
        if (desk.edge) edges.leaveEdge(desk)
        else if (desk.picking) desk.close()
        else if (desk.finding) desk.stopFinding()
        else if (desk.writing) desk.setWriting(false)
        else if (desk.chosen) desk.choose('')
        else desk.spotlight('')
      },
    },
    take('Take the sentence', 'desk.sentence', 's', (at) => {
      const l = line(at)
      const s = sentenceAt(l, at)
      return trimmed(desk.words(s), s.from, 0, s.to - s.from)
    }),
    take('Take the turn or paragraph', 'desk.turn', 't', (at) => {
      const turn = desk.turnAt(at)
      const l = turn ? { from: turn.speech, to: turn.to } : line(at)
      return trimmed(desk.words(l), l.from, 0, l.to - l.from)
    }),
    { id: 'desk.next', label: 'Next of the same theme', group: moving, keys: ['j'], when: may, run: () => acts.sameTheme(desk, true) },
    { id: 'desk.before', label: 'The one before of the same theme', group: moving, keys: ['J'], when: may, run: () => acts.sameTheme(desk, false) },
    { id: 'desk.find', label: 'Find in this source', group: moving, keys: ['Mod+f'], when: may, run: () => (desk.finding = true) },
    { id: 'desk.findall', label: 'Find in the study', group: moving, keys: ['Mod+Shift+f'], when: may, run: findInStudy },
    { id: 'desk.nextsource', label: 'Next source', group: moving, keys: ['Alt+ArrowDown'], typing: true, when: may, run: () => (desk.source?.next ? go(desk.source.next) : desk.say('This is the last source.')) },
    { id: 'desk.previoussource', label: 'The source before', group: moving, keys: ['Alt+ArrowUp'], typing: true, when: may, run: () => (desk.source?.previous ? go(desk.source.previous) : desk.say('This is the first source.')) },
    { id: 'desk.look', label: 'Show as transcript, turns or document', group: moving, keys: ['w'], when: may, run: () => desk.setLook(looks[(looks.indexOf(desk.look) + 1) % looks.length] ?? 'transcript') },
    { id: 'desk.pages', label: 'Show the pages, or the text', group: moving, keys: ['W'], when: () => may() && desk.paged && desk.source?.text !== '', run: () => (desk.asText = !desk.asText) },
    { id: 'desk.play', label: 'Play from this turn', group: moving, keys: ['p'], when: may, run: () => acts.play(desk) },
    { id: 'desk.play.enter', label: 'Play from this turn', group: moving, keys: ['Enter'], hidden: true, when: () => may() && acts.onSpeaker(desk), run: () => acts.play(desk) },
    { id: 'desk.panel.go', label: 'From the text to the panel, and back', group: moving, keys: ['F6'], typing: true, when: may, run: () => (desk.editor?.view.hasFocus ? document.getElementById(`tab-${desk.panel}`)?.focus() : desk.editor?.view.focus()) },
  ]
}
