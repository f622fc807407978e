// What a person does on pages: the commands of the desk for texts, where a page answers them otherwise, and its own.

import type { Command } from '../../core/keymap'
import * as acts from '../desk/acts'
import type { Pages } from './surface.svelte'

export function pageCommands(pages: Pages): Command[] {
  const { desk } = pages
  const coding = 'Coding'
  const moving = 'In a source'
  const may = () => desk.source !== null && desk.surface === pages
  const text = (what: () => void) => () => {
    desk.asText = true
    what()
  }
  const hidden = true
  return [
    { id: 'desk.theme', label: 'Apply a theme', group: coding, keys: ['/', 'Enter', 'Mod+Enter'], when: may, run: () => (pages.moving ? pages.keep() : acts.meant(desk) ? desk.pick('theme') : desk.say('Select words, or mark an area with X.')) },
    { id: 'page.area', label: 'Mark an area', group: coding, keys: ['x'], when: may, run: () => pages.markHere() },
    { id: 'page.tool', label: 'Draw areas, wherever a drag begins', group: coding, keys: ['X'], when: may, run: () => (pages.tool = !pages.tool) },
    { id: 'desk.from', label: 'Move the area', group: coding, keys: ['['], when: may, run: () => pages.take() },
    { id: 'desk.to', label: 'Move the area', group: coding, keys: [']'], when: may, hidden, run: () => pages.take() },
    { id: 'desk.sentence', label: 'Take the sentence', group: moving, keys: [], when: () => false, hidden, run: () => {} },
    { id: 'desk.turn', label: 'Take the turn or paragraph', group: moving, keys: [], when: () => false, hidden, run: () => {} },
    { id: 'desk.find', label: 'Find in this source', group: moving, keys: ['Mod+f'], when: () => may() && desk.source?.text !== '', run: text(() => (desk.finding = true)) },
    { id: 'desk.write', label: 'Correct the text', group: 'Correcting', keys: ['Mod+e'], when: () => may() && desk.source?.text !== '', run: text(() => queueMicrotask(() => desk.setWriting(true))) },
    { id: 'desk.look', label: 'Larger, smaller: + and −', group: moving, keys: [], when: () => false, hidden, run: () => {} },
    { id: 'page.in', label: 'Larger', group: moving, keys: ['+'], when: may, run: () => pages.zoom(1.2) },
    { id: 'page.out', label: 'Smaller', group: moving, keys: ['-'], when: may, run: () => pages.zoom(1 / 1.2) },
    { id: 'page.fit', label: 'As wide as there is room', group: moving, keys: ['='], when: may, run: () => pages.fit() },
    { id: 'page.next', label: 'Next page', group: moving, keys: ['Alt+ArrowRight'], when: may, run: () => pages.goto(Math.min(pages.page + 1, pages.sizes.length - 1)) },
    { id: 'page.before', label: 'The page before', group: moving, keys: ['Alt+ArrowLeft'], when: may, run: () => pages.goto(Math.max(pages.page - 1, 0)) },
    {
      id: 'desk.leave', label: 'Leave what is open', group: 'Correcting', keys: ['Escape'], hidden, when: () => may() && (Boolean(pages.area) || pages.tool || desk.busy),
      run: () => {
        if (desk.picking) desk.close()
        else if (pages.area) pages.leave()
        else if (pages.tool) pages.tool = false
        else if (desk.chosen) desk.choose('')
        else desk.spotlight('')
      },
    },
    { id: 'desk.panel.go', label: 'From the pages to the panel, and back', group: moving, keys: ['F6'], typing: true, when: may, run: () => (document.activeElement === pages.host ? document.getElementById(`tab-${desk.panel}`)?.focus() : pages.focus()) },
  ]
}
