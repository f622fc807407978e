// The files of what was dropped, folders walked through.

import { isLeftover, type Dropped } from '../../core/import/files'

export interface Walked {
  files: Dropped[]
  /** Hidden files and the like, which nobody means. */
  leftovers: number
}

/** Must be called while the drop is handled: what was dropped is forgotten afterwards. */
export async function walk(data: DataTransfer): Promise<Walked> {
  const entries = [...data.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null)).filter((e) => e !== null)
  if (entries.length === 0) return sorted([...data.files].map((file) => ({ file, path: file.name })))
  const found: Dropped[] = []
  for (const entry of entries) await into(entry, '', found)
  return sorted(found)
}

/** Files chosen in a dialogue; of a folder that was chosen they know their path. */
export const chosen = (files: Iterable<File>): Walked => sorted([...files].map((file) => ({ file, path: file.webkitRelativePath || file.name })))

async function into(entry: FileSystemEntry, above: string, found: Dropped[]): Promise<void> {
  const path = above + entry.name
  if (entry.isFile) {
    const file = await new Promise<File | null>((resolve) => (entry as FileSystemFileEntry).file(resolve, () => resolve(null)))
    if (file) found.push({ file, path })
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([]))) // a hundred at a time
    if (some.length === 0) return
    for (const one of some) await into(one, `${path}/`, found)
  }
}

const byPath = new Intl.Collator('en', { numeric: true })

function sorted(all: Dropped[]): Walked {
  const files = all.filter((d) => !isLeftover(d.path)).sort((a, b) => byPath.compare(a.path, b.path))
  return { files, leftovers: all.length - files.length }
}
