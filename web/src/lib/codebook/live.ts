// What others do to the codebook, told as it happens.

import { events } from '../../core/codebook/api'
import type { Scope } from '../../core/scope'

interface Told {
  seq: number
  name?: string
  mine?: boolean
  entity_id?: string
  codebook?: boolean
  many?: boolean
}

/** Calls changed for each change of the codebook, and back when the connection is there again after a break. */
export function listen(scope: Scope, slug: string, since: () => number, changed: (told: Told) => void, connected: (on: boolean) => void): void {
  let stream: EventSource | null = null
  let ended = false
  const connect = () => {
    if (ended) return
    stream = new EventSource(events(slug, since()))
    stream.addEventListener('open', () => connected(true))
    stream.addEventListener('change', (e) => {
      const told = JSON.parse((e as MessageEvent<string>).data) as Told
      if (told.codebook || told.many) changed(told)
    })
    stream.addEventListener('error', () => {
      connected(false)
      if (stream?.readyState === EventSource.CLOSED) scope.timeout(connect, 3000) // else the browser connects again by itself
    })
  }
  connect()
  scope.own(() => {
    ended = true
    stream?.close()
  })
}
