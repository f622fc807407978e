// What is left of a coding that the server refuses.

import type { Job } from './queue'

/** The mark of its words without the theme, so that somebody's reading outlives a theme that is gone; null of any other job. */
export function markOf(job: Job, id: string): Job | null {
  if (job.method !== 'POST' || !job.path.endsWith('/codings')) return null
  const body = Object.fromEntries(['excerpt_id', 'start', 'end', 'version'].filter((k) => k in job.body).map((k) => [k, job.body[k]]))
  return { id, what: 'the mark of its words', method: 'POST', path: job.path.replace(/codings$/, 'excerpts'), source: job.source, excerpt: job.excerpt, body }
}
