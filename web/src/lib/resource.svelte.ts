// What the server says at an address, kept while the page asks again.

import { ApiError, ask, type Endpoint } from '../core/api'
import { session } from './session.svelte'

const kept = new Map<string, unknown>()
const most = 80
const freshness = $state({ round: 0 })

/** Everything on screen is asked for again: something was changed. */
export function refresh(): void {
  kept.clear()
  freshness.round++
}

/** What was kept is asked for again when it is next wanted; what is on screen stays. */
export function forget(): void {
  kept.clear()
}

export class Resource<A> {
  data = $state.raw<A | undefined>(undefined)
  error = $state.raw<ApiError | undefined>(undefined)
  loading = $state(true)
  #asked = ''

  /** Asks for the endpoint now and whenever it changes; null asks for nothing. */
  constructor(endpoint: () => Endpoint<A> | null) {
    // An effect, because asking the server is one: it must be taken back when the address changes.
    $effect(() => {
      void freshness.round
      const wanted = endpoint()
      if (!wanted) {
        this.data = undefined
        this.loading = false
        return
      }
      const stop = new AbortController()
      // What is on screen stays until the answer to the same question comes.
      if (wanted.url !== this.#asked || kept.has(wanted.url)) this.data = kept.get(wanted.url) as A | undefined
      this.#asked = wanted.url
      this.error = undefined
      this.loading = true
      ask(wanted, { signal: stop.signal })
        .then((data) => {
          if (stop.signal.aborted) return
          keep(wanted.url, data)
          this.data = data
          this.loading = false
        })
        .catch((reason: unknown) => {
          if (stop.signal.aborted) return
          this.data = undefined
          this.error = reason instanceof ApiError ? reason : new ApiError(0, String(reason))
          this.loading = false
          if (this.error.status === 401) session.ended()
        })
      return () => stop.abort()
    })
  }
}

function keep(url: string, data: unknown): void {
  kept.delete(url)
  kept.set(url, data)
  const oldest = kept.keys().next().value
  if (kept.size > most && oldest !== undefined) kept.delete(oldest)
}
