// What a person chose for this browser: theme and own keys.

import { Keymap } from '../core/keymap'

type Theme = 'system' | 'light' | 'dark'

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null // storage may be off
  }
}

function store(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // storage may be off; the choice then lasts as long as the page
  }
}

export const apple = /Mac|iPhone|iPad/.test(navigator.userAgent)
export const keymap = new Keymap({ apple })
try {
  keymap.restore(JSON.parse(stored('crosscase.keys') ?? '{}'))
} catch {
  store('crosscase.keys', null)
}

export const keepKeys = (): void => store('crosscase.keys', JSON.stringify(keymap.own()))

class ThemeChoice {
  value = $state<Theme>(stored('crosscase.theme') === 'dark' ? 'dark' : stored('crosscase.theme') === 'light' ? 'light' : 'system')

  set(value: Theme): void {
    this.value = value
    store('crosscase.theme', value === 'system' ? null : value)
    if (value === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = value
  }

  /** The other of light and dark than what is seen now. */
  toggle(): void {
    const dark = this.value === 'dark' || (this.value === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
    this.set(dark ? 'light' : 'dark')
  }
}

export const theme = new ThemeChoice()
