// Which page a path means. Patterns are "/s/:study/sites/:letter"; the first that fits wins.

export type Params = Record<string, string>

export interface Match<T> {
  value: T
  params: Params
}

export function match<T>(routes: readonly (readonly [pattern: string, value: T])[], path: string): Match<T> | null {
  const parts = segments(path)
  for (const [pattern, value] of routes) {
    const params = fit(segments(pattern), parts)
    if (params) return { value, params }
  }
  return null
}

/** A path from a pattern; each value is one segment, whatever it holds. */
export function build(pattern: string, params: Params): string {
  return pattern.replace(/:([a-z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
}

function segments(path: string): string[] {
  return path.split('/').filter((s) => s !== '')
}

function fit(pattern: readonly string[], parts: readonly string[]): Params | null {
  if (pattern.length !== parts.length) return null
  const params: Params = {}
  for (const [i, want] of pattern.entries()) {
    const got = parts[i] ?? ''
    if (want.startsWith(':')) {
      try {
        params[want.slice(1)] = decodeURIComponent(got)
      } catch {
        return null // a stray % is no address of ours
      }
    } else if (want !== got) return null
  }
  return params
}

/** Whether a click on a link is ours to follow: a plain one, to this origin, to a view rather than a file. */
export function followsLink(link: { origin: string; pathname: string; target: string; download: boolean }, origin: string, click: { button: number; modified: boolean }): boolean {
  return (
    click.button === 0 && !click.modified && link.origin === origin && link.target === '' && !link.download &&
    !link.pathname.startsWith('/api/') && link.pathname !== '/openapi.yaml'
  )
}
