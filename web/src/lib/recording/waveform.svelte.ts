// The waveform of one recording: asked for, and again when the job that draws it is over.

import { ApiError } from '../../core/api'
import * as api from '../../core/recording-api'
import { loudest, type Peaks } from '../../core/recording/peaks'
import { going, type Job } from '../../core/recording-types'
import type { Scope } from '../../core/scope'

const again = 5000 // ms, where the server does not answer

export class Waveform {
  peaks = $state.raw<Peaks | null>(null)
  most = 1
  job = $state.raw<Job | null>(null)
  /** Why there is none and will be none. */
  none = $state('')
  #ask: (() => void) | null = null
  #asking = false
  /** The job was over while the question was on its way: its answer may be of before. */
  #over = false

  start(scope: Scope, slug: string, source: string): void {
    const stop = new AbortController()
    scope.own(() => stop.abort())
    const look = async () => {
      if (this.#asking || this.peaks) return
      this.#asking = true
      this.#over = false
      try {
        const answer = await api.peaks(slug, source, stop.signal)
        this.job = 'job' in answer ? answer.job : null
        if ('none' in answer) this.none = answer.none || 'there is none'
        if ('peaks' in answer) {
          this.most = loudest(answer.peaks)
          this.peaks = answer.peaks
        }
      } catch (reason) {
        if (stop.signal.aborted) return
        if (reason instanceof ApiError && reason.status < 500) this.none = reason.message
        else scope.timeout(() => void look(), again)
      }
      this.#asking = false
      if (this.#over) void look()
    }
    this.#ask = () => void look()
    void look()
  }

  /** A job that draws waveforms goes on, or is over. */
  told(j: Job): void {
    if (this.peaks || j.kind !== 'peaks') return
    if (going(j)) this.job = j
    else {
      this.#over = true
      this.#ask?.()
    }
  }

  /** The server is heard again: what it said meanwhile is not known. */
  again(): void {
    if (!this.peaks && !this.none) this.#ask?.()
  }
}
