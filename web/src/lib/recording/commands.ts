// The keys of the recording desk. Keys that are characters are heard while nobody types; the player's always are.

import type { Command } from '../../core/keymap'
import { playerCommands } from './player-commands'
import type { RecordingState } from './state.svelte'

const player = 'Recording: player'
const marks = 'Recording: marks'
const excerpts = 'Recording: excerpts'

/** Where Tab plays and Enter opens: the page itself, the waveform, the strip and the words; not a button or another field. */
function onStage(): boolean {
  const on = document.activeElement
  if (!on || on === document.body || on.closest('dialog')) return true
  return on.matches('[data-stage], main, h1')
}

export function commands(desk: RecordingState, go: { previous: () => void; next: () => void; leave: () => void }): Command[] {
  const { player: sound, work } = desk
  const chosen = () => desk.excerpt !== undefined
  const command = (group: string, id: string, label: string, keys: string[], run: () => void, more: Partial<Command> = {}): Command => ({ id: `recording.${id}`, label, group, keys, run, ...more })
  return [
    ...playerCommands(sound, { onStage }),
    command(player, 'loop', 'Loop the chosen excerpt', ['l'], () => desk.toggleLoop()),
    command(player, 'nearer', 'Zoom in', ['+', '='], () => desk.zoomBy(0.5)),
    command(player, 'further', 'Zoom out', ['-'], () => desk.zoomBy(2)),
    command(player, 'unheard', 'Go to the next unheard stretch', ['h'], () => desk.nextUnheard()),
    command(player, 'pass', 'Say what this pass listens for', ['p'], () => (desk.strip = { of: 'pass' })),

    command(marks, 'in', 'Mark in', [',', 'Mod+,'], () => desk.setMarkIn()),
    command(marks, 'out', 'Mark out', ['.', 'Mod+.'], () => desk.setMarkOut()),
    command(marks, 'last', 'Mark the last seconds', ['x', 'Mod+/'], () => desk.markLast()),
    command(marks, 'theme', 'Give the chosen excerpt a theme', ['/'], () => desk.take(), { when: chosen }),
    command(marks, 'theme.enter', 'Give the chosen excerpt a theme', ['Enter'], () => desk.take(), { when: () => chosen() && onStage(), hidden: true }),
    command(marks, 'repeat', 'Repeat the last theme', ['q'], () => desk.repeat(), { when: chosen }),
    ...Array.from({ length: 9 }, (_, i) => command(marks, `recent.${i + 1}`, `Apply theme ${i + 1} of the row`, [String(i + 1)], () => desk.applyNumber(i), { when: () => chosen() && desk.recent.strip.length > i, hidden: true })),
    command(marks, 'nothing', 'Listened, nothing on this theme here', ['0'], () => desk.nothingHere()),
    command(marks, 'silence', 'Another silence', ['s'], () => desk.askSilence(null)),

    command(excerpts, 'next', 'Next excerpt', ['j'], () => desk.step(1)),
    command(excerpts, 'previous', 'Previous excerpt', ['J'], () => desk.step(-1)),
    command(excerpts, 'words', 'Type its words, beside its loop', ['e'], () => desk.beginTyping(), { when: chosen }),
    command(excerpts, 'kind', 'Verbatim, gist or note', ['k'], () => desk.setKind(), { when: chosen }),
    command(excerpts, 'key', 'Mark as key excerpt', ['i'], () => desk.toggleKey(), { when: chosen }),
    command(excerpts, 'unmark', 'Take the last theme away, or the mark', ['u'], () => desk.unmark(), { when: chosen }),
    command(excerpts, 'checked', 'I have checked what the machine wrote', ['c', 'Mod+Enter'], () => desk.checked(), { when: () => desk.excerpt?.machine ?? false }),
    command(excerpts, 'start', 'Choose the start, to move it by arrows', ['['], () => desk.chooseEdge('start'), { when: chosen }),
    command(excerpts, 'end', 'Choose the end, to move it by arrows', [']'], () => desk.chooseEdge('end'), { when: chosen }),
    ...([['ArrowLeft', -100], ['ArrowRight', 100], ['Mod+ArrowLeft', -1000], ['Mod+ArrowRight', 1000]] as const).map(([key, by]) =>
      command(excerpts, `move.${key}`, `Move the edge by ${Math.abs(by) / 1000} s`, [key], () => desk.nudge(by), { when: () => desk.edge !== null && !typing(), hidden: true }),
    ),
    command(excerpts, 'undo', 'Undo', ['Mod+z'], () => void work.undo(false), { when: () => !typing() }),
    command(excerpts, 'redo', 'Redo', ['Mod+Shift+z'], () => void work.undo(true), { when: () => !typing() }),
    command(excerpts, 'source.previous', 'Previous source', ['Alt+ArrowUp'], go.previous, { typing: true }),
    command(excerpts, 'source.next', 'Next source', ['Alt+ArrowDown'], go.next, { typing: true }),
    command(excerpts, 'leave', 'Leave the field for the waveform', ['F6'], go.leave, { typing: true }),
  ]
}

function typing(): boolean {
  return document.activeElement?.closest('input, textarea, select') != null
}
