// Work that waits for its turn: so many at a time, what is wanted first before the rest.

export class Lane {
  readonly #most: number
  #running = 0
  #waiting: { key: unknown; run: () => Promise<void> }[] = []
  #open = true

  constructor(most: number) {
    this.#most = most
  }

  /** Work of the same key that waits is replaced. */
  add(key: unknown, run: () => Promise<void>, first = false): void {
    this.drop(key)
    if (first) this.#waiting.unshift({ key, run })
    else this.#waiting.push({ key, run })
    this.#next()
  }

  drop(key: unknown): void {
    this.#waiting = this.#waiting.filter((w) => w.key !== key)
  }

  /** Begins nothing more; what runs goes on. */
  close(): void {
    this.#open = false
  }

  open(): void {
    this.#open = true
    this.#next()
  }

  #next(): void {
    while (this.#open && this.#running < this.#most) {
      const work = this.#waiting.shift()
      if (!work) return
      this.#running++
      void work.run().finally(() => {
        this.#running--
        this.#next()
      })
    }
  }
}
