// Files and folders as they are dropped: which of them are read, and what their folders say.

import { isMedia } from '../recording/guess'

export interface Dropped {
  file: File
  /** "Trust A/interviews/one.docx", from the folder that was dropped on; only the name of a file dropped by itself. */
  path: string
}

/** Endings of what is read beside recordings. */
const readable = new Set([
  'docx', 'docm', 'odt', 'rtf', 'doc', 'pdf', 'txt', 'text', 'md', 'markdown', 'rst', 'html', 'htm', 'vtt', 'srt', 'textgrid', 'eaf', 'csv', 'tsv', 'xlsx', 'xlsm',
  'qdpx', 'qde', 'qdc', 'qda', 'sqlite3', 'json', 'zip', 'png', 'jpg', 'jpeg', 'gif', 'webp', 'tif', 'tiff', 'odp', 'ppt', 'wps',
])
const pictures = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'tif', 'tiff'])
const projects = new Set(['qdpx', 'qde', 'qdc', 'qda', 'sqlite3', 'zip'])
const tables = new Set(['csv', 'tsv', 'xlsx', 'xlsm'])

export const endingOf = (name: string): string => /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
export const isReadable = (name: string): boolean => isMedia(name) || readable.has(endingOf(name))
export const isPicture = (name: string): boolean => pictures.has(endingOf(name))
export const isProject = (name: string): boolean => projects.has(endingOf(name))
export const isTable = (name: string): boolean => tables.has(endingOf(name))
/** Bytes that say nothing of their own encoding. */
export const hasEncoding = (name: string): boolean => ['txt', 'text', 'md', 'markdown', 'rst', 'html', 'htm', 'vtt', 'srt', 'textgrid', 'csv', 'tsv'].includes(endingOf(name))
/** Documents that may have comments in their margins. */
export const hasComments = (name: string): boolean => ['docx', 'docm', 'odt', 'doc', 'rtf'].includes(endingOf(name))
/** Texts that may have speakers. */
export const isText = (name: string): boolean => !isMedia(name) && !isPicture(name) && !isProject(name) && !isTable(name) && endingOf(name) !== 'json'

/** What systems and word processors leave lying about. */
export function isLeftover(path: string): boolean {
  const name = path.split('/').at(-1) ?? ''
  return path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX') || name.startsWith('~$') || /^(thumbs\.db|desktop\.ini)$/i.test(name)
}

/** The folder that says which site a file is of: the one below what was dropped, or what was dropped. */
export function siteFolder(path: string): string {
  const folders = path.split('/').slice(0, -1)
  return folders[1] ?? folders[0] ?? ''
}

/** The site that a folder is named after: "A", "Site A" and "Trust a" are site A; what is no known site is a new one. */
export function siteOfFolder(folder: string, letters: readonly string[]): string {
  const plain = folder.trim()
  const known = (word: string) => letters.find((l) => l.toLowerCase() === word.toLowerCase())
  const named = /^(?:site|trust|case|hospital|standort)[\s_-]*(.+)$/i.exec(plain)?.[1]
  return known(plain) ?? (named && known(named)) ?? named ?? plain
}

/** Gives files of one name, of different folders, names of their own: "A, interview" and "B, interview". */
export function nameApart(name: string, path: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  const folders = path.split('/').slice(0, -1)
  for (let from = folders.length - 1; from >= 0; from--) {
    const longer = [...folders.slice(from), name].join(', ')
    if (!taken.has(longer)) return longer
  }
  for (let n = 2; ; n++) if (!taken.has(`${name} (${n})`)) return `${name} (${n})`
}
