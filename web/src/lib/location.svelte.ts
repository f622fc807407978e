// Where the person is. The address holds the whole view: page, sorting, filters, open evidence.

import { followsLink } from '../core/router'
import type { Scope } from '../core/scope'

class Here {
  path = $state(window.location.pathname)
  query = $state.raw(new URLSearchParams(window.location.search))
  hash = $state(window.location.hash)
  /** How often the person has moved to another page; 0 on the first. */
  moves = $state(0)

  get(name: string): string {
    return this.query.get(name) ?? ''
  }

  /** The address of this page with some query parameters changed; an empty value removes one. */
  with(changes: Record<string, string>): string {
    const q = new URLSearchParams(this.query)
    for (const [k, v] of Object.entries(changes)) {
      if (v === '') q.delete(k)
      else q.set(k, v)
    }
    const text = q.toString()
    return this.path + (text ? `?${text}` : '') + this.hash
  }

  go(href: string, options: { replace?: boolean } = {}): void {
    const url = new URL(href, window.location.href)
    const samePage = url.pathname === this.path
    if (options.replace) history.replaceState(null, '', url)
    else if (url.href !== window.location.href) history.pushState(null, '', url)
    this.read()
    if (!samePage) {
      this.moves++
      window.scrollTo(0, 0)
    }
    if (url.hash) document.getElementById(decodeURIComponent(url.hash.slice(1)))?.scrollIntoView()
  }

  set(changes: Record<string, string>, options: { replace?: boolean } = {}): void {
    this.go(this.with(changes), options)
  }

  read(): void {
    const { pathname, search, hash } = window.location
    this.path = pathname
    this.hash = hash
    if (search.replace(/^\?/, '') !== this.query.toString()) this.query = new URLSearchParams(search)
  }

  /** Follows links and the back button for as long as the scope lasts. */
  listen(scope: Scope): void {
    scope.listen(window, 'popstate', () => {
      const before = this.path
      this.read()
      if (this.path !== before) this.moves++
    })
    scope.listen(window, 'click', (event) => {
      if (event.defaultPrevented || !(event.target instanceof Element)) return
      const link = event.target.closest('a[href]')
      if (!(link instanceof HTMLAnchorElement)) return
      const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
      if (!followsLink({ origin: link.origin, pathname: link.pathname, target: link.target, download: link.hasAttribute('download') }, window.location.origin, { button: event.button, modified })) return
      // A place on the same page is the browser's own to find: it moves the focus there too.
      if (link.hash && link.pathname === this.path && link.search === window.location.search) return
      event.preventDefault()
      this.go(link.href)
    })
  }
}

export const here = new Here()
