// Uploads as this browser remembers them: what is under way survives a reload, a crash and a lost connection.

import type { ImportAs } from '../import/types'
import type { Shelf } from './memory'

export interface KeptUpload {
  name: string
  size: number
  /** When the file was last changed; with name and size it tells the same file again. */
  changed: number
  /** The folders it was in, with its name. */
  path: string
  /** Where it goes on; "" while the server has not given it a place. */
  url: string
  /** All of it is there. */
  whole: boolean
  as: ImportAs
}

export interface FileLike {
  name: string
  path?: string
  size: number
  lastModified: number
}

const isSame = (k: KeptUpload, f: FileLike): boolean => k.name === f.name && k.size === f.size && k.changed === f.lastModified && (k.path ?? k.name) === (f.path || f.name)

export class KeptUploads {
  readonly #shelf: Shelf
  readonly #key: string

  constructor(shelf: Shelf, person: string, study: string) {
    this.#shelf = shelf
    this.#key = `crosscase.uploads.${[person, study].map(encodeURIComponent).join('.')}`
  }

  get all(): KeptUpload[] {
    try {
      const kept: unknown = JSON.parse(this.#shelf.getItem(this.#key) ?? '[]')
      return Array.isArray(kept) ? kept.filter((k): k is KeptUpload => typeof k === 'object' && k !== null && typeof (k as KeptUpload).name === 'string' && typeof (k as KeptUpload).url === 'string') : []
    } catch {
      return [] // storage is off, or holds something else
    }
  }

  of(file: FileLike): KeptUpload | undefined {
    return this.all.find((k) => isSame(k, file))
  }

  keep(upload: KeptUpload): void {
    this.#write([...this.all.filter((k) => !isSame(k, { name: upload.name, path: upload.path, size: upload.size, lastModified: upload.changed })), upload])
  }

  drop(upload: KeptUpload): void {
    this.#write(this.all.filter((k) => !isSame(k, { name: upload.name, path: upload.path, size: upload.size, lastModified: upload.changed })))
  }

  #write(all: KeptUpload[]): void {
    try {
      this.#shelf.setItem(this.#key, JSON.stringify(all))
    } catch {
      // storage is off: uploads then last as long as the page
    }
  }
}

/** The id that the server gave an upload, from its address. */
export const uploadId = (url: string): string => decodeURIComponent(url.split('?')[0]?.split('/').filter(Boolean).at(-1) ?? '')

/** The reason in what the server answered; "" where it did not answer. */
export function refusal(status: number, body: string): string {
  if (!status) return ''
  try {
    const { detail, title } = JSON.parse(body) as { detail?: string; title?: string }
    return detail || title || `the server answered ${status}`
  } catch {
    return `the server answered ${status}`
  }
}

/** Bytes as a person reads them. */
export function showSize(bytes: number): string {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}
