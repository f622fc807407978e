// Themes at hand: pinned ones and those last used, one strip of nine, kept for this browser and study.

const slots = 9

export class Recent {
  pinned = $state.raw<readonly string[]>([])
  used = $state.raw<readonly string[]>([])
  readonly #key: string

  constructor(study: string) {
    this.#key = `crosscase.themes.${study}`
    try {
      const kept = JSON.parse(localStorage.getItem(this.#key) ?? '{}') as { pinned?: unknown; used?: unknown }
      this.pinned = strings(kept.pinned)
      this.used = strings(kept.used)
    } catch {
      // storage may be off, or hold something else
    }
  }

  /** What the keys 1 to 9 apply: pinned themes keep their keys, the last used fill what is left. */
  get strip(): readonly string[] {
    return [...this.pinned, ...this.used.filter((id) => !this.pinned.includes(id))].slice(0, slots)
  }

  use(id: string): void {
    this.used = [id, ...this.used.filter((u) => u !== id)].slice(0, 24)
    this.#keep()
  }

  togglePin(id: string): void {
    this.pinned = this.pinned.includes(id) ? this.pinned.filter((p) => p !== id) : [...this.pinned, id].slice(0, slots)
    this.#keep()
  }

  #keep(): void {
    try {
      localStorage.setItem(this.#key, JSON.stringify({ pinned: this.pinned, used: this.used }))
    } catch {
      // storage may be off; the strip then lasts as long as the page
    }
  }
}

const strings = (x: unknown): string[] => (Array.isArray(x) ? x.filter((s): s is string => typeof s === 'string') : [])
