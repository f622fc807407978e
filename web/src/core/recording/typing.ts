// Verbatim words as they are typed: a turn a paragraph, its speaker before a colon, its time in brackets before that.
//
//   [1:02.3] Interviewer: And who decides?
//   Doctor 1: We do, together.
//
// The rules are:
//   - what stands before a colon at the beginning of a line is a speaker where it is a name that is known here, or up
//     to three words that all begin like names;
//   - a line without a speaker goes on with the turn before it;
//   - initials and a colon become the name: "i:" is Interviewer, "d1:" is Doctor 1;
//   - Enter begins a turn of the other speaker; in a turn that has no words yet it offers the next speaker instead.

import type { DeskParticipant, Turn } from '../desk-types'
import { Offsets } from '../offsets'
import { readTime, showTime } from './time'

export const interviewer = 'Interviewer'

/** A replacement in what is typed, in UTF-16 units as the field counts. */
export interface Insertion {
  from: number
  to: number
  text: string
}

const label = /^(\[([\d:.,]+)\][ \t]*)?(?:([^:\n[\]]{1,60}?)[ \t]*:(?:[ \t]+|$))?/u

interface Line {
  at: number
  text: string
  speaker: string
  /** Where the words begin, in the line. */
  speech: number
  from: number | null
}

export function speakersOf(participants: readonly DeskParticipant[], used: readonly Turn[] = []): string[] {
  return [...new Set([...participants.map((p) => p.pseudonym), interviewer, ...used.map((t) => t.speaker)].filter(Boolean))]
}

/** The turns in it, with offsets in code points as everywhere; none where no line names a speaker or a time. */
export function readTurns(text: string, participants: readonly DeskParticipant[], speakers: readonly string[] = []): Turn[] {
  const offsets = new Offsets(text)
  const found: Turn[] = []
  let last: Turn | undefined
  for (const line of linesOf(text, speakers)) {
    const end = offsets.toCodePoint(line.at + line.text.length)
    if (line.speaker || line.from !== null || !last) {
      const start = offsets.toCodePoint(line.at)
      last = { start, speech: offsets.toCodePoint(line.at + line.speech), end, speaker: line.speaker }
      const who = participants.find((p) => p.pseudonym === line.speaker)
      if (who) last.participant_id = who.id
      if (line.from !== null) last.from = line.from
      found.push(last)
    } else if (line.text.trim()) last.end = end
  }
  return found.some((t) => t.speaker || t.from !== undefined) ? found : []
}

/** What Enter puts in. */
export function enter(text: string, caret: number, speakers: readonly string[]): Insertion {
  const lines = linesOf(text, speakers)
  const line = lines.findLast((l) => l.at <= caret)
  if (line?.speaker && line.text.slice(line.speech).trim() === '') {
    const next = after(speakers, line.speaker)
    const begin = line.at + line.text.indexOf(line.speaker)
    return { from: begin, to: line.at + line.text.length, text: `${next}: ` }
  }
  const said = lines.filter((l) => l.at <= caret && l.speaker).map((l) => l.speaker)
  const now = said.at(-1)
  if (now === undefined) return { from: caret, to: caret, text: '\n' }
  const other = said.findLast((s) => s !== now) ?? after(speakers, now)
  return { from: caret, to: caret, text: `\n${other}: ` }
}

/** What a colon typed behind initials becomes; null where they are nobody's, or the line is no beginning of a turn. */
export function colon(text: string, caret: number, speakers: readonly string[]): Insertion | null {
  const begin = text.lastIndexOf('\n', caret - 1) + 1
  const typed = /^(\[[\d:.,]+\][ \t]*)?(\S.*)$/u.exec(text.slice(begin, caret))
  const initials = typed?.[2]?.trim()
  if (!typed || !initials) return null
  const who = byInitials(initials, speakers)
  return who === undefined ? null : { from: begin + (typed[1]?.length ?? 0), to: caret, text: `${who}: ` }
}

/** The time of a place, to be put in at the caret. */
export const stamp = (place: number): string => `[${showTime(place)}] `

/** The speaker meant by initials, or by the beginning of the name. */
export function byInitials(typed: string, speakers: readonly string[]): string | undefined {
  const wanted = typed.toLocaleLowerCase()
  const initials = (name: string) => (name.match(/\p{L}+|\p{N}+/gu) ?? []).map((w) => (/\p{N}/u.test(w) ? w : [...w][0] ?? '')).join('').toLocaleLowerCase()
  return speakers.find((s) => initials(s) === wanted) ?? (wanted.length > 1 ? speakers.find((s) => s.toLocaleLowerCase().startsWith(wanted)) : speakers.find((s) => initials(s).startsWith(wanted)))
}

function linesOf(text: string, speakers: readonly string[]): Line[] {
  const out: Line[] = []
  let at = 0
  for (const line of text.split('\n')) {
    const m = label.exec(line)
    const from = m?.[2] === undefined ? null : readTime(m[2])
    const named = m?.[3] !== undefined && isName(m[3], speakers) ? m[3] : ''
    const speech = named ? (m?.[0].length ?? 0) : from === null ? 0 : (m?.[1]?.length ?? 0)
    out.push({ at, text: line, speaker: named, speech, from })
    at += line.length + 1
  }
  return out
}

function isName(text: string, speakers: readonly string[]): boolean {
  if (speakers.includes(text)) return true
  const words = text.split(/\s+/)
  return words.length <= 3 && words.every((w) => /^[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u.test(w))
}

function after(speakers: readonly string[], name: string): string {
  return speakers[(speakers.indexOf(name) + 1) % Math.max(1, speakers.length)] ?? name
}
