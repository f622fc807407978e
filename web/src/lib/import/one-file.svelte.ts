// One file on its way into the study.

import type { Upload } from 'tus-js-client'
import type { ImportAs, ImportResult } from '../../core/import/types'
import type { KeptUpload } from '../../core/recording/uploading'

/**
 * queued: waits for its turn to be sent. waiting: the server does not answer. broken: a reload broke it off.
 * sent: all of it is here. refused: it will not be read, whatever is said of it.
 */
export type FileState = 'queued' | 'sending' | 'paused' | 'waiting' | 'broken' | 'sent' | 'importing' | 'done' | 'failed' | 'refused'

export class OneFile {
  readonly name: string
  readonly path: string
  readonly size: number
  readonly changed: number
  state = $state<FileState>('queued')
  /** Bytes that are there. */
  sent = $state(0)
  /** Why it is not in the study. */
  reason = $state('')
  as = $state.raw<ImportAs>({})
  /** What it would make of the study, or has made. */
  result = $state.raw<ImportResult | null>(null)
  /** The server is reading it to say what it would make. */
  looking = $state(false)
  notes = $state.raw<readonly string[]>([])
  source = $state('')
  /** To be imported as soon as it is here. */
  wanted = $state(false)
  chosen = $state(false)
  url = ''
  tus: Upload | null = null
  /** Ends when the server has let go of the file that it was looking at. */
  look: Promise<void> = Promise.resolve()
  looks = 0

  constructor(kept: KeptUpload, state: FileState) {
    this.name = kept.name
    this.path = kept.path || kept.name
    this.size = kept.size
    this.changed = kept.changed
    this.url = kept.url
    this.as = kept.as
    this.state = state
    if (kept.whole) this.sent = kept.size
  }

  get whole(): boolean {
    return this.url !== '' && this.size > 0 && this.sent === this.size && this.state !== 'sending'
  }

  get folder(): string {
    return this.path.split('/').slice(0, -1).join('/')
  }

  /** It may still come into the study. */
  get open(): boolean {
    return this.state !== 'done' && this.state !== 'importing' && this.state !== 'refused'
  }

  /** It would be imported if all were. */
  get ready(): boolean {
    return this.open && !this.wanted && this.state !== 'failed' && this.state !== 'broken'
  }

  get kept(): KeptUpload {
    return { name: this.name, path: this.path, size: this.size, changed: this.changed, url: this.url, whole: this.whole, as: this.as }
  }
}
