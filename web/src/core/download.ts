// A file is fetched and kept until it is whole, so that the page can say how far it is and what went wrong.

import { ApiError } from './api'

export interface Fetched {
  name: string
  body: Blob
}

/** Fetches a file; told is given the bytes so far. What the server says against it becomes an ApiError. */
export async function fetchFile(url: string, signal: AbortSignal, told: (bytes: number) => void): Promise<Fetched> {
  let answer: Response
  try {
    answer = await fetch(url, { signal })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(0, 'The server does not answer. Check that “crosscase serve” is running, then try again.')
  }
  if (!answer.ok || !answer.body) {
    const problem = (await answer.json().catch(() => ({}))) as { detail?: unknown }
    throw new ApiError(answer.status, typeof problem.detail === 'string' ? problem.detail : `The server answered ${answer.status}.`)
  }
  const parts: BlobPart[] = []
  let bytes = 0
  const reader = answer.body.getReader()
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value)
      told((bytes += part.value.length))
    }
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(0, 'The file broke off before it was whole. Try again; if it breaks off again, the server’s log says why.')
  }
  return { name: fileNameOf(answer.headers.get('Content-Disposition')), body: new Blob(parts, { type: answer.headers.get('Content-Type') ?? '' }) }
}

/** The name of a file in Content-Disposition, in either of its forms. */
export function fileNameOf(disposition: string | null): string {
  const star = /filename\*=utf-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (star) return decodeURIComponent(star)
  return /filename="?([^";]+)"?/.exec(disposition ?? '')?.[1] ?? 'download'
}

/** "3.4 MB" */
export function showBytes(n: number): string {
  if (n < 1000) return `${n} bytes`
  if (n < 1_000_000) return `${Math.round(n / 1000)} kB`
  return `${(n / 1_000_000).toFixed(1)} MB`
}
