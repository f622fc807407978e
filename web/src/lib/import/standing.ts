// How far a file is, in a few words.

import { showSize } from '../../core/recording/uploading'
import type { OneFile } from './one-file.svelte'

export function standing(f: OneFile): string {
  const percent = f.size ? Math.floor((100 * f.sent) / f.size) : 0
  const then = f.wanted && f.state !== 'done' && f.state !== 'importing' ? ', and is added then' : ''
  return (
    {
      queued: 'waits for its turn', sending: `${percent} % of ${showSize(f.size)}`, paused: `paused at ${percent} %`,
      waiting: 'the server does not answer; it goes on by itself when it does', broken: 'was broken off: choose the same file again, and it goes on where it stopped',
      sent: f.looking && !f.result ? 'is here, and is being looked at…' : 'is here', importing: 'is being added…', done: 'is in the study',
      failed: 'could not be added', refused: 'is left out',
    }[f.state] + then
  )
}
