// The waveform of one recording: asked for until it is there.

import { ApiError } from '../../core/api'
import * as api from '../../core/recording-api'
import { loudest, type Peaks } from '../../core/recording/peaks'
import type { Job } from '../../core/recording-types'
import type { Scope } from '../../core/scope'

const again = 1500

export class Waveform {
  peaks = $state.raw<Peaks | null>(null)
  most = 1
  job = $state.raw<Job | null>(null)
  /** Why there is none and will be none. */
  none = $state('')

  start(scope: Scope, slug: string, source: string): void {
    const stop = new AbortController()
    scope.own(() => stop.abort())
    const look = async () => {
      let wait = again
      try {
        const answer = await api.peaks(slug, source, stop.signal)
        if ('peaks' in answer) {
          this.most = loudest(answer.peaks)
          this.peaks = answer.peaks
          this.job = null
          return
        }
        if ('none' in answer) {
          this.job = null
          this.none = answer.none || 'there is none'
          return
        }
        this.job = answer.job
      } catch (reason) {
        if (stop.signal.aborted) return
        if (reason instanceof ApiError && reason.status < 500) {
          this.none = reason.message
          return
        }
        wait = 5000
      }
      scope.timeout(() => void look(), wait)
    }
    void look()
  }
}
