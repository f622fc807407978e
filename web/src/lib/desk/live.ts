// What others do, told as it happens.

import { events } from '../../core/api'
import type { DeskEvent } from '../../core/desk-types'
import type { Scope } from '../../core/scope'

export function listen(scope: Scope, slug: string, since: () => number, heard: (e: DeskEvent) => void, connected: (on: boolean) => void): void {
  let stream: EventSource | null = null
  let ended = false
  const connect = () => {
    if (ended) return
    stream = new EventSource(events(slug, since()))
    stream.addEventListener('open', () => connected(true))
    stream.addEventListener('change', (e) => heard(JSON.parse((e as MessageEvent<string>).data) as DeskEvent))
    stream.addEventListener('error', () => {
      connected(false)
      if (stream?.readyState !== EventSource.CLOSED) return // the browser connects again by itself
      scope.timeout(connect, 3000)
    })
  }
  connect()
  scope.own(() => {
    ended = true
    stream?.close()
  })
}
