// Files on their way into the study: sent in pieces that can be taken up again, looked at, then imported as a person says.
//
// The rules are:
//   - each file goes by itself: one that fails says why and holds up no other;
//   - two are sent at a time and two are looked at; they are imported one after the other, in the order of the list;
//   - where the connection is lost, sending waits and goes on by itself;
//   - after a reload, what has arrived whole is looked at again; of the rest the file is asked for again, since a page
//     may not keep files, and goes on where it stopped.

import { Upload, type DetailedError } from 'tus-js-client'
import { isReadable, nameApart, siteFolder, siteOfFolder, type Dropped } from '../../core/import/files'
import { Lane } from '../../core/import/lane'
import { said, type ImportAs } from '../../core/import/types'
import { guess, type KnownPlaces } from '../../core/recording/guess'
import { KeptUploads, refusal, uploadId } from '../../core/recording/uploading'
import * as api from '../../core/recording-api'
import { Scope } from '../../core/scope'
import { refresh } from '../resource.svelte'
import { OneFile } from './one-file.svelte'

const piece = 8 * 1024 * 1024
const retries = [0, 1000, 3000, 5000, 10_000]
const again = 10_000 // ms until a file whose server does not answer is tried once more
const pause = 400 // ms without a key before a file is looked at anew

export class Importing {
  items = $state.raw<readonly OneFile[]>([])
  paused = $state(false)
  /** Files that were dropped with the others and that nobody means. */
  leftovers = $state(0)
  readonly slug: string
  readonly #kept: KeptUploads
  readonly #scope = new Scope()
  readonly #sending = new Lane(2)
  readonly #looking = new Lane(2)
  readonly #importing = new Lane(1)
  readonly #files = new Map<OneFile, File>()
  readonly #soon = new Map<OneFile, () => void>()

  constructor(slug: string, person: string) {
    this.slug = slug
    this.#kept = new KeptUploads(localStorage, person, slug)
    this.items = this.#kept.all.filter((k) => k.url).map((k) => new OneFile(k, k.whole ? 'sent' : 'broken'))
    for (const f of this.items) if (f.state === 'sent') this.#look(f)
    this.#scope.listen(window, 'online', () => this.items.forEach((f) => f.state === 'waiting' && this.resume(f)))
  }

  add(dropped: readonly Dropped[], known: KnownPlaces): void {
    const taken = new Set(this.items.map((f) => f.as.name ?? ''))
    const fresh: OneFile[] = []
    for (const { file, path } of dropped) {
      const before = this.items.find((f) => f.path === path && f.size === file.size && f.changed === file.lastModified)
      if (before && before.state !== 'broken' && before.state !== 'failed') continue
      const kept = this.#kept.of({ name: file.name, path, size: file.size, lastModified: file.lastModified })
      const one = before ?? new OneFile(kept ?? { name: file.name, path, size: file.size, changed: file.lastModified, url: '', whole: false, as: asDropped(file.name, path, known, taken) }, 'queued')
      taken.add(one.as.name ?? '')
      if (!before) fresh.push(one)
      this.#files.set(one, file)
      if (!isReadable(file.name)) this.#stop(one, `Crosscase does not read files of this kind${/\.[^.]+$/.exec(file.name)?.[0] ? ` (${/\.[^.]+$/.exec(file.name)?.[0]})` : ''}.`, 'refused')
      else if (file.size === 0) this.#stop(one, 'The file is empty.', 'refused')
      else if (one.whole) this.#look(one)
      else this.#queue(one)
    }
    if (fresh.length) this.items = [...this.items, ...fresh]
  }

  pause(f: OneFile): void {
    f.state = 'paused'
    this.#sending.drop(f)
    void f.tus?.abort()
  }

  resume(f: OneFile): void {
    f.reason = ''
    this.#queue(f)
  }

  /** Begins nothing more, and stops what is being sent. */
  pauseAll(on: boolean): void {
    this.paused = on
    for (const lane of [this.#sending, this.#looking, this.#importing]) if (on) lane.close()
    for (const f of this.items) {
      if (on && f.state === 'sending') this.pause(f)
      else if (!on && f.state === 'paused') this.resume(f)
    }
    for (const lane of [this.#sending, this.#looking, this.#importing]) if (!on) lane.open()
  }

  /** Gives it up, here and on the server. */
  drop(f: OneFile): void {
    for (const lane of [this.#sending, this.#looking, this.#importing]) lane.drop(f)
    void f.tus?.abort()
    if (f.url && f.state !== 'done') void api.dropUpload(this.slug, uploadId(f.url)).catch(() => {}) // it ends by itself within a day
    this.#kept.drop(f.kept)
    this.#files.delete(f)
    this.items = this.items.filter((o) => o !== f)
  }

  /** Takes away what is in the study. */
  clear(): void {
    this.items = this.items.filter((f) => f.state !== 'done')
  }

  change(f: OneFile, as: ImportAs): void {
    f.as = { ...f.as, ...as }
    if (f.url) this.#kept.keep(f.kept)
    this.#soon.get(f)?.()
    this.#soon.set(f, this.#scope.timeout(() => this.#look(f, true), pause))
  }

  /** Imports it, now or when it is here. */
  take(f: OneFile): void {
    if (!f.open) return
    f.wanted = true
    if (f.whole) this.#import(f)
    else if (f.state === 'failed' || f.state === 'paused') this.resume(f)
  }

  takeAll(files: readonly OneFile[]): void {
    for (const f of files) if (f.ready) this.take(f)
  }

  #queue(f: OneFile): void {
    f.state = 'queued'
    this.#sending.add(f, () => this.#send(f))
  }

  #send(f: OneFile): Promise<void> {
    const file = this.#files.get(f)
    if (!file) return Promise.resolve()
    f.state = 'sending'
    f.reason = ''
    return new Promise((end) => {
      f.tus = new Upload(file, {
        endpoint: api.uploadsPath(this.slug),
        uploadUrl: f.url || null,
        chunkSize: piece,
        retryDelays: retries,
        metadata: { filename: file.name },
        storeFingerprintForResuming: false, // KeptUploads does, with what the file is to become
        onUploadUrlAvailable: () => {
          f.url = f.tus?.url ?? ''
          this.#kept.keep(f.kept)
        },
        onProgress: (sent) => (f.sent = sent),
        onShouldRetry: (error) => !refusedFor(error),
        onSuccess: () => {
          f.sent = f.size
          f.state = 'sent'
          this.#files.delete(f)
          this.#kept.keep(f.kept)
          end()
          if (f.wanted) this.#import(f)
          else this.#look(f)
        },
        onError: (error) => {
          end()
          this.#broke(f, error)
        },
      })
      const abort = f.tus.abort.bind(f.tus)
      f.tus.abort = (...how) => {
        end()
        return abort(...how)
      }
      f.tus.start()
    })
  }

  #broke(f: OneFile, error: Error | DetailedError): void {
    const reason = refusedFor(error)
    if (reason) return this.#stop(f, reason, 'failed')
    f.state = 'waiting'
    this.#scope.timeout(() => f.state === 'waiting' && this.resume(f), again)
  }

  /** Asks what the file would make of the study; what is looked at by a person comes first. */
  #look(f: OneFile, first = false): void {
    if (!f.whole || !f.open || f.wanted) return
    const turn = ++f.looks
    f.looking = true
    this.#looking.add(f, () => (f.look = this.#lookNow(f, turn)), first)
  }

  async #lookNow(f: OneFile, turn: number): Promise<void> {
    if (f.wanted || !f.open) return void (f.looking = false)
    try {
      const seen = await api.importUpload(this.slug, uploadId(f.url), { ...said(f.as), dry_run: true })
      if (turn !== f.looks || f.wanted) return
      f.result = seen.result
      f.reason = ''
      f.state = 'sent'
    } catch (reason) {
      if (turn === f.looks && !f.wanted) {
        f.result = null
        this.#stop(f, reason instanceof Error ? reason.message : String(reason), 'failed')
      }
    } finally {
      if (turn === f.looks) f.looking = false
    }
  }

  #import(f: OneFile): void {
    this.#looking.drop(f)
    f.looking = false
    this.#importing.add(f, async () => {
      f.state = 'importing'
      f.reason = ''
      await f.look // the server holds a file while it looks at it
      try {
        const done = await api.importUpload(this.slug, uploadId(f.url), said(f.as))
        f.source = done.source_id ?? ''
        f.result = done.result
        f.notes = done.created ? [] : ['It was in the study already.']
        f.state = 'done'
        this.#kept.drop(f.kept)
        if (!this.items.some((o) => o.wanted && o.state !== 'done' && o.state !== 'failed')) refresh() // once, with the last of them
      } catch (reason) {
        this.#stop(f, reason instanceof Error ? reason.message : String(reason), 'failed')
      }
    })
  }

  #stop(f: OneFile, reason: string, state: 'failed' | 'refused'): void {
    f.reason = reason
    f.state = state
    f.wanted = false
  }
}

/** What a file is to become, as far as its name and folder tell. */
function asDropped(name: string, path: string, known: KnownPlaces, taken: ReadonlySet<string>): ImportAs {
  const as = guess(name, known)
  const folder = siteFolder(path)
  const apart = nameApart(as.name ?? name, path, taken)
  return { ...as, name: apart, ...(folder ? { site: siteOfFolder(folder, known.letters) } : {}), ...(as.interview === as.name ? { interview: apart } : {}) }
}

/** Why the server will not have it; "" where trying again may help. */
function refusedFor(error: Error | DetailedError): string {
  const answer = 'originalResponse' in error ? error.originalResponse : null
  const status = answer?.getStatus() ?? 0
  return status >= 400 && status < 500 && ![408, 409, 423, 429].includes(status) ? refusal(status, answer?.getBody() ?? '') : ''
}

const open = new Map<string, Importing>()

/** What is on its way into a study; it goes on while the person looks at other pages. */
export function importing(slug: string, person: string): Importing {
  const key = `${person}\n${slug}`
  const there = open.get(key) ?? new Importing(slug, person)
  open.set(key, there)
  return there
}
