// What a file is, as far as its name tells: people call recordings "A-03 medical director 2021-05-31.mp3".

import type { ImportAs } from '../import/types'

export interface KnownPlaces {
  letters: readonly string[]
  /** Names of interviews and of recordings that are there. */
  interviews?: readonly string[]
  recordings?: readonly { id: string; name: string }[]
}

const captions = /\.(vtt|srt|textgrid)$/i
const spoken = /\.(mp3|m4a|wav|flac|ogg|oga|opus|mp4|webm|mov|mkv|aac|wma|amr)$/i

export const isCaptions = (file: string): boolean => captions.test(file)
export const isMedia = (file: string): boolean => spoken.test(file)

export function guess(file: string, known: KnownPlaces): ImportAs {
  const name = file.replace(/\.[^.]+$/, '').trim() || file
  const out: ImportAs = { name }
  const date = /(?<!\d)((?:19|20)\d\d)[-_. ]?([01]\d)[-_. ]?([0-3]\d)(?!\d)/.exec(name)
  if (date && Number(date[2]) <= 12 && Number(date[2]) >= 1 && Number(date[3]) <= 31 && Number(date[3]) >= 1) out.date = `${date[1]}-${date[2]}-${date[3]}`
  const words = name.split(/[\s_\-.,()]+/).filter(Boolean)
  const marked = words.findIndex((w) => /^(site|trust|case|hospital)$/i.test(w))
  const letterOf = (w: string | undefined) => known.letters.find((l) => l.toLowerCase() === w?.toLowerCase())
  out.site = letterOf(words[marked + 1]) && marked >= 0 ? letterOf(words[marked + 1]) : leading(words[0], known.letters)
  if (known.letters.length === 1) out.site ??= known.letters[0]
  if (isMedia(file) || isCaptions(file)) {
    const plain = same(name)
    out.interview = known.interviews?.find((i) => same(i) === plain) ?? (isMedia(file) ? name : undefined)
  }
  if (isCaptions(file)) {
    out.recording = known.recordings?.find((r) => same(r.name.replace(spoken, '')) === same(name))?.id
    if (out.recording) out.name = `${name}, transcript` // the recording has the name already
  }
  return out
}

/** "A", "A3" and "a03" begin with site A. */
function leading(word: string | undefined, letters: readonly string[]): string | undefined {
  const m = /^(\p{L}{1,3})\d*$/u.exec(word ?? '')
  return letters.find((l) => l === (m?.[1] ?? '')) ?? letters.find((l) => l.toLowerCase() === m?.[1]?.toLowerCase() && /\d/.test(word ?? ''))
}

const same = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** Names in a field, separated by commas or semicolons. */
export const namesIn = (text: string): string[] => [...new Set(text.split(/[,;]/).map((n) => n.trim()).filter(Boolean))]
