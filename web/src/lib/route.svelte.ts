import { match, type Match } from '../core/router'
import { routes, type Page } from '../routes'
import { here } from './location.svelte'

/** The page that the address means; null where there is none. */
class Route {
  current: Match<Page> | null = $derived.by(() => match(routes, here.path))
  param(name: string): string {
    return this.current?.params[name] ?? ''
  }
}

export const route = new Route()
