// The sound: an audio or video element of the page, and what a person does with it.

import { untrack } from 'svelte'
import { Heard } from '../../core/recording/heard'
import { looped, resumeAt, skipBy, stepSpeed, within, type Loop } from '../../core/recording/playing'
import { Scope } from '../../core/scope'

export type Trouble = 'none' | 'missing' | 'unplayable' | 'unanswered'

export class Player {
  /** Milliseconds, as is everything here. */
  place = $state(0)
  playing = $state(false)
  rate = $state(1)
  volume = $state(1)
  loop = $state.raw<Loop | null>(null)
  trouble = $state<Trouble>('none')
  waiting = $state(false)
  /** The browser plays nothing before a person has done something on the page; Escape alone is not enough for it. */
  blocked = $state(false)
  length: number
  readonly heard = new Heard()
  #element: HTMLMediaElement | null = null
  #frame = 0
  /** It was paused and nobody has moved since: taken up again, it goes back a little. */
  #paused = false
  #wanted: number

  constructor(length: number, place: number, rate: number, volume: number) {
    this.length = $state(length)
    this.place = this.#wanted = within(place, length)
    this.rate = rate
    this.volume = volume
    this.#paused = place > 0
  }

  /** Plays through an element for as long as it is there; an attachment, which no change of speed or place makes anew. */
  attach(element: HTMLMediaElement): () => void {
    return untrack(() => this.#attach(element))
  }

  #attach(element: HTMLMediaElement): () => void {
    const scope = new Scope()
    this.#element = element
    element.preservesPitch = true
    const set = () => {
      element.playbackRate = element.defaultPlaybackRate = this.rate
      element.volume = this.volume
    }
    set()
    const arrive = () => {
      this.trouble = 'none'
      if (this.length <= 0 && Number.isFinite(element.duration)) this.length = Math.round(element.duration * 1000)
      if (this.#wanted > 0) element.currentTime = this.#wanted / 1000
      set()
    }
    if (element.readyState >= HTMLMediaElement.HAVE_METADATA) arrive()
    scope.listen(element, 'loadedmetadata', arrive)
    scope.listen(element, 'play', () => this.#started())
    scope.listen(element, 'pause', () => this.#stopped())
    scope.listen(element, 'ended', () => (this.loop ? this.#again(this.loop.start) : undefined))
    scope.listen(element, 'seeking', () => this.heard.jumped())
    scope.listen(element, 'seeked', () => this.#tell())
    // A tab in the background draws no frames; this comes even there.
    scope.listen(element, 'timeupdate', () => this.#tick())
    scope.listen(element, 'waiting', () => (this.waiting = true))
    for (const type of ['playing', 'canplay'] as const) scope.listen(element, type, () => (this.waiting = false))
    scope.listen(element, 'error', () => void this.#failed(element))
    if (element.error) void this.#failed(element)
    scope.own(() => {
      cancelAnimationFrame(this.#frame)
      this.#element = null
      this.playing = false
    })
    return () => scope.end()
  }

  toggle(): void {
    if (this.playing) this.pause()
    else this.play()
  }

  play(): void {
    const element = this.#element
    if (!element) return
    if (this.#paused) this.seek(resumeAt(this.place, this.loop))
    else if (this.length > 0 && this.place >= this.length) this.seek(0)
    this.blocked = false
    element.play().catch((reason: unknown) => {
      // Taken back before it began, or refused: the error event tells of a file that cannot be played.
      if (!(reason instanceof DOMException) || reason.name !== 'NotAllowedError') return
      this.playing = false
      this.blocked = true
    })
  }

  pause(): void {
    this.#element?.pause()
  }

  seek(place: number): void {
    this.heard.jumped()
    this.place = this.#wanted = within(place, this.length)
    this.#paused = false
    if (this.#element && this.#element.readyState >= HTMLMediaElement.HAVE_METADATA) this.#element.currentTime = this.place / 1000
  }

  skip(way: 1 | -1): void {
    this.seek(this.place + way * skipBy)
  }

  speed(way: 1 | -1): void {
    this.setRate(stepSpeed(this.rate, way))
  }

  setRate(rate: number): void {
    this.rate = rate
    if (this.#element) this.#element.playbackRate = this.#element.defaultPlaybackRate = rate
  }

  setVolume(volume: number): void {
    this.volume = Math.min(1, Math.max(0, volume))
    if (this.#element) this.#element.volume = this.volume
  }

  setLoop(loop: Loop | null): void {
    this.loop = loop
    if (loop && (this.place < loop.start || this.place >= loop.end)) this.seek(loop.start)
  }

  #started(): void {
    this.playing = true
    this.#paused = false
    const frame = () => {
      this.#tick()
      if (this.playing) this.#frame = requestAnimationFrame(frame)
    }
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(frame)
  }

  #stopped(): void {
    this.#tick()
    this.playing = false
    this.waiting = false
    this.#paused = true
    this.heard.report(this.place, performance.now(), 0)
  }

  #tick(): void {
    const element = this.#element
    if (!element || element.seeking || !this.playing) return
    const place = element.currentTime * 1000
    this.heard.report(place, performance.now(), element.muted || element.volume === 0 ? 0 : element.playbackRate)
    const back = looped(place, this.loop)
    if (back === null) this.place = this.#wanted = place
    else this.#again(back)
  }

  #again(place: number): void {
    const element = this.#element
    if (!element) return
    this.heard.jumped()
    this.place = this.#wanted = place
    element.currentTime = place / 1000
    if (element.paused) void element.play().catch(() => {})
  }

  #tell(): void {
    const element = this.#element
    if (element && !this.playing && Math.abs(element.currentTime * 1000 - this.place) > 1000) this.place = this.#wanted = element.currentTime * 1000
  }

  /** Asks the server what is wrong, since the element tells a missing file and a strange one in the same words. */
  async #failed(element: HTMLMediaElement): Promise<void> {
    this.playing = false
    try {
      const answer = await fetch(element.currentSrc || element.src, { headers: { Range: 'bytes=0-0' } })
      await answer.body?.cancel()
      this.trouble = answer.ok ? 'unplayable' : answer.status === 404 || answer.status === 410 ? 'missing' : 'unanswered'
    } catch {
      this.trouble = 'unanswered'
    }
  }

  /** Tries to load the file again, from where it was. */
  reload(): void {
    this.trouble = 'none'
    this.#element?.load()
  }
}
