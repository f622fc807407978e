import type { Component } from 'svelte'
import { match, type Match } from '../core/router'
import { routes, type Page } from '../routes'
import { here } from './location.svelte'

interface Shown {
  page: Component
  match: Match<Page>
}

class Route {
  /** The page that the address means; null where there is none. */
  wanted: Match<Page> | null = $derived.by(() => match(routes, here.path))
  /** The page on screen, with its own parameters: the old one stays until the code of the next is here. */
  shown = $state.raw<Shown | null>(null)
  failed = $state(false)

  param(name: string): string {
    return this.shown?.match.params[name] ?? ''
  }

  /** Loads the wanted page; returns how to give up on it. */
  load(): () => void {
    const wanted = this.wanted
    let gone = false
    this.failed = false
    wanted?.value.load().then(
      (m) => gone || (this.shown = { page: m.default, match: wanted }),
      () => gone || (this.failed = true),
    )
    return () => (gone = true)
  }
}

export const route = new Route()
