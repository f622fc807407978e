// A theme made at the desk, while reading.

import * as api from '../../core/api'
import { apply, meant } from './acts'
import type { Desk } from './desk.svelte'
import type { Recent } from './recent.svelte'

const longest = 80

/** Makes a theme, or takes the one of that name, and applies it. Throws an ApiError where the server refuses. */
export async function makeTheme(desk: Desk, recent: Recent, name: string, layer = ''): Promise<void> {
  const wanted = name.trim().replace(/\s+/g, ' ')
  const known = desk.book.raw.themes.find((t) => t.name.toLowerCase() === wanted.toLowerCase())
  let id = known?.id
  if (!id) {
    const made = await api.send<{ id: string }>(api.studyPath(desk.slug, '/nouns/themes'), { name: wanted, ...(layer ? { meta_theme_id: layer } : {}) })
    id = made.id
    await desk.reloadBook()
  }
  if (apply(desk, id)) recent.use(id)
}

/** The words themselves as the name of a theme. */
export async function inVivo(desk: Desk, recent: Recent): Promise<void> {
  const target = meant(desk)
  if (!target) {
    desk.say('Select some words first.')
    return
  }
  if (!desk.source?.may.codebook) {
    desk.say('You may not change the codebook.')
    return
  }
  const words = desk.words(target.place).replace(/\s+/g, ' ').trim()
  if (words.length > longest) {
    desk.say(`These are ${words.length} characters; a theme’s name has at most ${longest}. Select fewer words.`)
    return
  }
  try {
    await makeTheme(desk, recent, words)
  } catch (reason) {
    desk.trouble = reason instanceof Error ? reason.message : String(reason)
  }
}
