// Which tab this is, and which tabs are gone and have left something waiting.

import { uuid7 } from '../../core/uuid7'

const key = 'crosscase.tab'

/** A name for this tab that a reload keeps and a copy of the tab does not share. */
export async function claimTab(): Promise<string> {
  const known = sessionStorage.getItem(key)
  if (known && (await hold(known))) return known
  const tab = uuid7()
  sessionStorage.setItem(key, tab)
  await hold(tab)
  return tab
}

/** Whether no living tab has that name. Where the browser has no locks (plain http on a network) only one's own name is known to be free. */
export async function isGone(tab: string): Promise<boolean> {
  if (!('locks' in navigator)) return false
  return navigator.locks.request(`${key}.${tab}`, { ifAvailable: true }, (lock) => Promise.resolve(lock !== null))
}

const held = new Set<string>()

function hold(tab: string): Promise<boolean> {
  if (held.has(tab) || !('locks' in navigator)) return Promise.resolve(true)
  return new Promise((done) => {
    void navigator.locks.request(`${key}.${tab}`, { ifAvailable: true }, (lock) => {
      if (!lock) {
        done(false)
        return undefined
      }
      held.add(tab)
      done(true)
      return new Promise<void>(() => {}) // held until the tab is closed
    })
  })
}
