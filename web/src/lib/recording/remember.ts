// Where a person was in a recording and how fast it played, for when they come back: kept by the browser.

import type { Memory } from '../../core/recording/memory'
import type { Scope } from '../../core/scope'
import type { Player } from './player.svelte'

/** Keeps place and speed every second and when the page goes; calls back every second too. */
export function remember(scope: Scope, player: Player, memory: Memory, everySecond: () => void = () => {}): void {
  const keep = () => memory.remember({ place: Math.round(player.place), rate: player.rate })
  const clock = setInterval(() => {
    keep()
    everySecond()
  }, 1000)
  scope.own(() => clearInterval(clock))
  scope.listen(window, 'pagehide', keep)
  scope.own(keep)
}
