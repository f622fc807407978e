// What can be done with a cell of a chart by key.

import { statuses } from '../../core/chart/cells'
import type { Cursor } from '../../core/grid'
import type { Command } from '../../core/keymap'
import type { Chart } from './chart.svelte'

interface Acts {
  go: (c: Cursor) => void
  evidence: (c: Cursor) => void
}

export function commands(desk: Chart, acts: Acts): Command[] {
  const there = () => Boolean(desk.table && desk.keyAt(desk.cursor))
  const inGrid = () => there() && !desk.open && Boolean(document.activeElement?.closest('[data-chart]'))
  const shut = () => there() && !desk.open
  const one = (id: string, label: string, keys: string[], run: () => void, when = inGrid): Command => ({ id: `chart.${id}`, label, group: 'Matrix', keys, run, when })
  return [
    { id: 'chart.leave', label: 'Leave the cell', group: 'Matrix', keys: ['Escape'], hidden: true, when: () => Boolean(desk.open), run: () => {
      desk.leave()
      acts.go(desk.cursor)
    } },
    one('write', 'Write in the cell', ['Enter', 'F2'], () => desk.enter(desk.cursor)),
    one('evidence', 'Show the evidence of the cell', ['e'], () => acts.evidence(desk.cursor)),
    one('since', 'Show what changed since the text was written', ['w'], () => {
      if (desk.cellAt(desk.cursor)?.summary?.stale) desk.enter(desk.cursor, 'since')
      else desk.said = 'Nothing has changed under this text'
    }),
    one('confirm', 'Confirm that the text is still true', ['y'], () => {
      const key = desk.keyAt(desk.cursor)
      const cell = desk.cellAt(desk.cursor)
      if (key && cell) void desk.confirm(key, cell.seal)
    }),
    one('stale', 'Go to the next stale text', ['n'], () => {
      const c = desk.nextStale()
      if (c) acts.go(c)
      else desk.said = 'No text is stale'
    }, shut),
    ...statuses.map((s) => one(`status.${s.status}`, `Status: ${s.label.toLowerCase()}`, [s.key], () => void desk.setStatus(desk.cursor, s.status))),
    one('undo', 'Take back your last change', ['Mod+z'], () => void desk.undo(), shut),
    one('redo', 'Bring it back', ['Mod+Shift+z'], () => void desk.redo(), shut),
  ]
}
