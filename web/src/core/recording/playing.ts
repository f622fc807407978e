// The rules of the player, apart from the element that makes the sound.

export const slowest = 0.3
export const fastest = 3
export const skipBy = 3000
/** How far the sound goes back when it is taken up again, so that nobody comes in in the middle of a word. */
export const rewindBy = 1500

/** The next speed in steps of 10 %. */
export function stepSpeed(rate: number, by: 1 | -1): number {
  return Math.min(fastest, Math.max(slowest, Math.round(rate * 10 + by) / 10))
}

export interface Loop {
  start: number
  end: number
}

/** Where the sound is taken up again: a little earlier, but not before the stretch that is looped. */
export function resumeAt(place: number, loop: Loop | null): number {
  const earliest = loop && place >= loop.start ? loop.start : 0
  return Math.max(earliest, place - rewindBy)
}

/** Where a loop sends the sound; null where it plays on. */
export function looped(place: number, loop: Loop | null): number | null {
  return loop && place >= loop.end ? loop.start : null
}

/** Within the recording. */
export const within = (place: number, length: number): number => Math.min(Math.max(0, place), Math.max(0, length))
