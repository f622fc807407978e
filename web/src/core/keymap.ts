// Every action is a command with an id, a label and keys; help sheet and palette read this registry.
//
// A key is written "Mod+k", "Shift+ArrowDown", "?" or, for a sequence, "g s". The rules are:
//   - Mod is Command on Apple machines and Control elsewhere.
//   - Shift is not written for a character that needs it ("?" rather than "Shift+/").
//   - While a person types, only keys with Mod and Escape are heard, unless a command says typing: true.
//   - A person's own keys replace the default ones whole.

export interface Command {
  id: string
  label: string
  group: string
  keys: readonly string[]
  run: () => void
  /** Whether it makes sense now; true where absent. */
  when?: () => boolean
  typing?: boolean
  /** Kept out of the palette where its key is all there is to it. */
  hidden?: boolean
}

export interface KeyLike {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

const sequenceTimeout = 1200

export class Keymap {
  readonly #commands = new Map<string, Command>()
  readonly #own = new Map<string, string[]>()
  readonly #apple: boolean
  readonly #now: () => number
  #pending = ''
  #pendingAt = 0

  constructor(options: { apple?: boolean; now?: () => number } = {}) {
    this.#apple = options.apple ?? false
    this.#now = options.now ?? (() => Date.now())
  }

  /** Adds commands and returns how to take them away; a later one of the same id wins while it is there. */
  add(commands: readonly Command[]): () => void {
    const before = commands.map((c) => this.#commands.get(c.id))
    for (const c of commands) this.#commands.set(c.id, c)
    return () =>
      commands.forEach((c, i) => {
        if (this.#commands.get(c.id) !== c) return
        const old = before[i]
        if (old) this.#commands.set(c.id, old)
        else this.#commands.delete(c.id)
      })
  }

  /** Commands that make sense now, in the order they were added. */
  list(): Command[] {
    return [...this.#commands.values()].filter((c) => c.when?.() ?? true)
  }

  keysOf(id: string): readonly string[] {
    return this.#own.get(id) ?? this.#commands.get(id)?.keys ?? []
  }

  /** Gives a command a person's own keys; null brings the default back. Says which command had the key before. */
  remap(id: string, keys: readonly string[] | null): string | null {
    if (!keys) {
      this.#own.delete(id)
      return null
    }
    const clash = [...this.#commands.keys()].find((other) => other !== id && this.keysOf(other).some((k) => keys.includes(k)))
    if (clash) return clash
    this.#own.set(id, [...keys])
    return null
  }

  /** The person's own keys, to be kept. */
  own(): Record<string, string[]> {
    return Object.fromEntries(this.#own)
  }

  restore(own: unknown): void {
    if (typeof own !== 'object' || own === null) return
    for (const [id, keys] of Object.entries(own))
      if (Array.isArray(keys)) this.#own.set(id, keys.filter((k): k is string => typeof k === 'string'))
  }

  /** How a key press is written, or null for a modifier alone. */
  write(e: KeyLike): string | null {
    if (['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'Dead', 'Unidentified'].includes(e.key)) return null
    const mod = this.#apple ? e.metaKey : e.ctrlKey
    const named = e.key.length > 1
    const letter = e.key.length === 1 && e.key.toLowerCase() !== e.key.toUpperCase()
    const parts = [mod && 'Mod', e.altKey && 'Alt', e.shiftKey && (named || (letter && mod)) && 'Shift']
    const key = e.key === ' ' ? 'Space' : letter && (mod || e.altKey) ? e.key.toLowerCase() : e.key
    return [...parts.filter(Boolean), key].join('+')
  }

  /** Runs what the key means; true where it meant something, even as the start of a sequence. */
  handle(e: KeyLike, typing = false): boolean {
    const key = this.write(e)
    if (!key) return false
    const fresh = this.#now() - this.#pendingAt < sequenceTimeout
    const sequence = fresh && this.#pending ? `${this.#pending} ${key}` : key
    const heard = this.list().filter((c) => !typing || c.typing || key.startsWith('Mod+') || key === 'Escape')
    const match = (wanted: string) => heard.findLast((c) => this.keysOf(c.id).includes(wanted))
    const command = match(sequence) ?? (sequence === key ? undefined : match(key))
    this.#pending = ''
    if (command) {
      command.run()
      return true
    }
    if (heard.some((c) => this.keysOf(c.id).some((k) => k.startsWith(`${key} `)))) {
      this.#pending = key
      this.#pendingAt = this.#now()
      return true
    }
    return false
  }
}

/** How a key is shown to a person: "⌘ K" or "Ctrl K", "g then s". */
export function showKey(key: string, apple: boolean): string {
  return key
    .split(' ')
    .map((stroke) =>
      stroke
        .split('+')
        .map((part) => ({ Mod: apple ? '⌘' : 'Ctrl', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' })[part] ?? part)
        .join(' '),
    )
    .join(' then ')
}
