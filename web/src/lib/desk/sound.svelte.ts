// The recording under a transcript: it plays from a turn, and the turn being said is marked in the text.

import type { DeskSource } from '../../core/desk-types'
import { Memory } from '../../core/recording/memory'
import { sayingAt } from '../../core/recording/saying'
import type { Scope } from '../../core/scope'
import { Ledger } from '../recording/ledger.svelte'
import { Player } from '../recording/player.svelte'
import { remember } from '../recording/remember'
import type { Desk } from './desk.svelte'

export type Media = NonNullable<DeskSource['media']>

export class Sound {
  readonly player: Player
  readonly memory: Memory

  /** Place, speed and what was heard are those of the recording, whichever desk it is played on. */
  constructor(desk: Desk, media: Media, person: string, scope: Scope) {
    this.memory = new Memory(localStorage, person, desk.slug, media.source_id)
    const { place = 0, rate = 1 } = this.memory.at
    this.player = new Player(media.duration, place, rate, this.memory.choices.volume ?? 1)
    const ledger = new Ledger(desk.slug, media.source_id, this.memory, this.player, desk.source?.may.listen ?? false)
    ledger.start(scope)
    remember(scope, this.player, this.memory, () => this.player.playing && ledger.show())
    desk.play = (ms) => {
      if (this.player.trouble !== 'none') desk.say('The recording cannot be played here.')
      else {
        this.player.seek(ms)
        this.player.play()
      }
    }
    scope.own(() => (desk.play = null))
  }

  saying(desk: Desk): number {
    void desk.tick // turns move with the text
    return this.player.playing || this.player.place > 0 ? sayingAt(desk.turns, this.player.place) : -1
  }
}
