// Which turn of a transcript is being said at a place of its recording.

export interface Timed {
  /** Milliseconds; a turn without both has no place in the recording. */
  time?: number | undefined
  until?: number | undefined
}

/** Index of the turn that began last and is not over, so that who falls into another's words is shown; -1 in a pause. */
export function sayingAt(turns: readonly Timed[], place: number): number {
  let best = -1
  for (const [i, t] of turns.entries()) {
    if (t.time === undefined || t.until === undefined || place < t.time || place >= t.until) continue
    if (best < 0 || t.time >= (turns[best]?.time ?? 0)) best = i
  }
  return best
}
