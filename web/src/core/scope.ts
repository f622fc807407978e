// Whatever is acquired is owned by a Scope: listeners, timers, observers, highlights.

export class Scope {
  #disposers: (() => void)[] = []
  #ended = false

  /** Runs dispose when the scope ends; at once if it has ended already. */
  own(dispose: () => void): void {
    if (this.#ended) dispose()
    else this.#disposers.push(dispose)
  }

  listen<K extends keyof WindowEventMap>(target: Window, type: K, fn: (event: WindowEventMap[K]) => void, options?: AddEventListenerOptions): void
  listen<K extends keyof HTMLElementEventMap>(target: HTMLElement, type: K, fn: (event: HTMLElementEventMap[K]) => void, options?: AddEventListenerOptions): void
  listen(target: EventTarget, type: string, fn: (event: never) => void, options?: AddEventListenerOptions): void {
    const listener = fn as EventListener
    target.addEventListener(type, listener, options)
    this.own(() => target.removeEventListener(type, listener, options))
  }

  timeout(fn: () => void, ms: number): () => void {
    const id = setTimeout(fn, ms)
    const cancel = () => clearTimeout(id)
    this.own(cancel)
    return cancel
  }

  observe(observer: { disconnect(): void }): void {
    this.own(() => observer.disconnect())
  }

  /** Ends the scope: what was acquired last goes first. Ending twice does nothing. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    for (const dispose of this.#disposers.reverse()) dispose()
    this.#disposers = []
  }
}
