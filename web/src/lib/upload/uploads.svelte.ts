// Files on their way into the study: sent in pieces that can be taken up again, then imported as a person says.
//
// The rules are:
//   - each file goes by itself: one that fails says why and holds up no other;
//   - where the connection is lost, sending waits and goes on by itself;
//   - after a reload, what has arrived whole can be imported at once; of the rest the file is asked for again, since a
//     page may not keep files, and goes on where it stopped.

import { Upload, type DetailedError } from 'tus-js-client'
import * as api from '../../core/recording-api'
import type { ImportAs } from '../../core/recording-types'
import { guess, type KnownPlaces } from '../../core/recording/guess'
import { refusal, uploadId, type KeptUpload, type KeptUploads } from '../../core/recording/uploading'
import type { Scope } from '../../core/scope'

const piece = 8 * 1024 * 1024
const retries = [0, 1000, 3000, 5000, 10_000]
const again = 10_000

export type UploadState = 'sending' | 'paused' | 'waiting' | 'broken' | 'sent' | 'importing' | 'done' | 'failed'

export class OneUpload {
  readonly name: string
  readonly size: number
  readonly changed: number
  state = $state<UploadState>('sending')
  sent = $state(0)
  reason = $state('')
  notes = $state.raw<readonly string[]>([])
  source = $state('')
  /** To be imported as soon as it is here. */
  wanted = $state(false)
  as = $state<ImportAs>({})
  url = ''
  tus: Upload | null = null

  constructor(kept: KeptUpload, state: UploadState) {
    this.name = kept.name
    this.size = kept.size
    this.changed = kept.changed
    this.url = kept.url
    this.as = kept.as
    this.state = state
    if (kept.whole) this.sent = kept.size
  }

  get kept(): KeptUpload {
    return { name: this.name, size: this.size, changed: this.changed, url: this.url, whole: this.sent === this.size && this.size > 0 && this.state !== 'sending', as: $state.snapshot(this.as) }
  }
}

export class Uploads {
  items = $state.raw<readonly OneUpload[]>([])
  readonly #slug: string
  readonly #kept: KeptUploads
  readonly #scope: Scope
  readonly #imported: () => void

  constructor(slug: string, kept: KeptUploads, scope: Scope, imported: () => void) {
    this.#slug = slug
    this.#kept = kept
    this.#scope = scope
    this.#imported = imported
    this.items = kept.all.filter((k) => k.url).map((k) => new OneUpload(k, k.whole ? 'sent' : 'broken'))
    scope.listen(window, 'online', () => this.items.forEach((u) => u.state === 'waiting' && this.resume(u)))
    scope.own(() => this.items.forEach((u) => void u.tus?.abort()))
  }

  add(files: Iterable<File>, known: KnownPlaces): void {
    for (const file of files) {
      const before = this.items.find((u) => u.name === file.name && u.size === file.size && u.changed === file.lastModified)
      if (before && before.state !== 'broken' && before.state !== 'failed') continue
      const kept = this.#kept.of(file) ?? { name: file.name, size: file.size, changed: file.lastModified, url: '', whole: false, as: guess(file.name, known) }
      const one = before ?? new OneUpload(kept, 'sending')
      if (!before) this.items = [...this.items, one]
      if (file.size === 0) this.#fail(one, 'The file is empty.')
      else if (one.state !== 'sent') this.#send(one, file)
    }
  }

  pause(u: OneUpload): void {
    u.state = 'paused'
    void u.tus?.abort()
  }

  resume(u: OneUpload): void {
    u.state = 'sending'
    u.reason = ''
    u.tus?.start()
  }

  /** Gives it up, here and on the server. */
  drop(u: OneUpload): void {
    void u.tus?.abort()
    if (u.url && u.state !== 'done') void api.dropUpload(this.#slug, uploadId(u.url)).catch(() => {}) // it ends by itself within a day
    this.#kept.drop(u.kept)
    this.items = this.items.filter((o) => o !== u)
  }

  change(u: OneUpload, as: ImportAs): void {
    u.as = { ...u.as, ...as }
    if (u.url) this.#kept.keep(u.kept)
  }

  /** Imports it, now or when it is here. */
  take(u: OneUpload): void {
    u.wanted = true
    if (u.state === 'sent' || (u.state === 'failed' && u.sent === u.size && u.url)) void this.#import(u)
  }

  takeAll(): void {
    for (const u of this.items) if (u.state !== 'done' && u.state !== 'importing') this.take(u)
  }

  #send(u: OneUpload, file: File): void {
    u.state = 'sending'
    u.reason = ''
    u.tus = new Upload(file, {
      endpoint: api.uploadsPath(this.#slug),
      uploadUrl: u.url || null,
      chunkSize: piece,
      retryDelays: retries,
      metadata: { filename: file.name },
      storeFingerprintForResuming: false, // KeptUploads does, with what the file is to become
      onUploadUrlAvailable: () => {
        u.url = u.tus?.url ?? ''
        this.#kept.keep(u.kept)
      },
      onProgress: (sent) => (u.sent = sent),
      onShouldRetry: (error) => !refusedFor(error),
      onSuccess: () => {
        u.sent = u.size
        u.state = 'sent'
        this.#kept.keep(u.kept)
        if (u.wanted) void this.#import(u)
      },
      onError: (error) => this.#broke(u, error),
    })
    u.tus.start()
  }

  #broke(u: OneUpload, error: Error | DetailedError): void {
    const reason = refusedFor(error)
    if (reason) return this.#fail(u, reason)
    u.state = 'waiting'
    this.#scope.timeout(() => u.state === 'waiting' && this.resume(u), again)
  }

  async #import(u: OneUpload): Promise<void> {
    u.state = 'importing'
    u.reason = ''
    try {
      const done = await api.importUpload(this.#slug, uploadId(u.url), said(u.as))
      u.source = done.source_id
      u.notes = [...(done.created ? [] : ['It was in the study already.']), ...(done.notes ?? [])]
      u.state = 'done'
      this.#kept.drop(u.kept)
      this.#imported()
    } catch (reason) {
      u.wanted = false
      this.#fail(u, reason instanceof Error ? reason.message : String(reason))
    }
  }

  #fail(u: OneUpload, reason: string): void {
    u.reason = reason
    u.state = 'failed'
  }
}

/** Why the server will not have it; "" where trying again may help. */
function refusedFor(error: Error | DetailedError): string {
  const answer = 'originalResponse' in error ? error.originalResponse : null
  const status = answer?.getStatus() ?? 0
  return status >= 400 && status < 500 && ![408, 409, 423, 429].includes(status) ? refusal(status, answer?.getBody() ?? '') : ''
}

/** Without fields left empty. */
function said(as: ImportAs): ImportAs {
  return Object.fromEntries(Object.entries($state.snapshot(as)).filter(([, v]) => v !== undefined && v !== '' && !(Array.isArray(v) && v.length === 0)))
}
