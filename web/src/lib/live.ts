// What others do and how jobs go on, told as it happens.

import { events } from '../core/api'
import type { DeskEvent } from '../core/desk-types'
import type { Job } from '../core/recording-types'
import type { Scope } from '../core/scope'

export interface Listener {
  /** Number of the last change that is known here; the stream begins after it. */
  since(): number
  changed(e: DeskEvent): void
  job?(j: Job): void
  /** Whether the server is heard. What came and went during a break is not told again: ask for it. */
  connected(on: boolean): void
}

/** Listens for as long as the scope lasts. */
export function listen(scope: Scope, slug: string, to: Listener): void {
  let stream: EventSource | null = null
  let ended = false
  const connect = () => {
    if (ended) return
    stream = new EventSource(events(slug, to.since()))
    stream.addEventListener('open', () => to.connected(true))
    stream.addEventListener('change', (e) => to.changed(JSON.parse((e as MessageEvent<string>).data) as DeskEvent))
    if (to.job) stream.addEventListener('job', (e) => to.job?.(JSON.parse((e as MessageEvent<string>).data) as Job))
    stream.addEventListener('error', () => {
      to.connected(false)
      if (stream?.readyState === EventSource.CLOSED) scope.timeout(connect, 3000) // else the browser connects again by itself
    })
  }
  connect()
  scope.own(() => {
    ended = true
    stream?.close()
  })
}
