// The keys of the player, the same wherever a recording is played; a foot pedal maps to them.

import type { Command } from '../../core/keymap'
import type { Player } from './player.svelte'

export interface PlayerPorts {
  /** Where Tab plays instead of moving on. */
  onStage: () => boolean
  /** Whether Escape is free for it; always, where absent. */
  free?: () => boolean
}

export function playerCommands(sound: Player, { onStage, free }: PlayerPorts): Command[] {
  const command = (id: string, label: string, keys: string[], run: () => void, more: Partial<Command> = {}): Command => ({ id: `recording.${id}`, label, group: 'Recording: player', keys, run, typing: true, ...more })
  return [
    command('play', 'Play or pause', ['Escape', 'MediaPlayPause'], () => sound.toggle(), free ? { when: free } : {}),
    command('play.tab', 'Play or pause, from the words or the waveform', ['Tab'], () => sound.toggle(), { when: onStage, hidden: true }),
    command('back', 'Back 3 seconds', ['F1', 'MediaTrackPrevious'], () => sound.skip(-1)),
    command('forward', 'Forward 3 seconds', ['F2', 'MediaTrackNext'], () => sound.skip(1)),
    command('slower', 'Slower by 10 %', ['F3'], () => sound.speed(-1)),
    command('faster', 'Faster by 10 %', ['F4'], () => sound.speed(1)),
    command('louder', 'Louder', ['Alt+ArrowRight'], () => sound.setVolume(sound.volume + 0.1)),
    command('quieter', 'Quieter', ['Alt+ArrowLeft'], () => sound.setVolume(sound.volume - 0.1)),
  ]
}
