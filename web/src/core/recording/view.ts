// The stretch of a recording that is seen, and how places and pixels go together.

export interface View {
  from: number
  to: number
}

/** The closest one may look: this many milliseconds across the whole width. */
const closest = 2000

export const whole = (length: number): View => ({ from: 0, to: Math.max(1, length) })

/** Moved back inside the recording, as wide as it was where that is possible. */
export function clamp(view: View, length: number): View {
  const span = Math.min(Math.max(view.to - view.from, Math.min(closest, length)), Math.max(1, length))
  const from = Math.min(Math.max(0, view.from), Math.max(0, length - span))
  return { from, to: from + span }
}

/** Nearer (factor below 1) or further, with the place `around` staying where it is on the screen. */
export function zoom(view: View, factor: number, around: number, length: number): View {
  const span = Math.min(Math.max((view.to - view.from) * factor, closest), length)
  const part = (around - view.from) / (view.to - view.from)
  const at = part >= 0 && part <= 1 ? part : 0.5
  return clamp({ from: around - at * span, to: around + (1 - at) * span }, length)
}

/** Turns the page when the place played leaves it, a little before the edge, so that what comes is seen. */
export function follow(view: View, place: number, length: number): View {
  const span = view.to - view.from
  if (place >= view.from && place <= view.from + span * 0.94) return view
  const turned = clamp({ from: place - span * 0.06, to: place + span * 0.94 }, length)
  return turned.from === view.from && turned.to === view.to ? view : turned // at the very end there is no page to turn to
}

/** Moved as little as needed to show a stretch. */
export function reveal(view: View, start: number, end: number, length: number): View {
  const span = view.to - view.from
  if (start >= view.from && end <= view.to) return view
  if (end - start > span * 0.8) return clamp({ from: start - (end - start) * 0.1, to: end + (end - start) * 0.1 }, length)
  return clamp({ from: start - span * 0.1, to: start + span * 0.9 }, length)
}

export const toX = (view: View, place: number, width: number): number => ((place - view.from) / (view.to - view.from)) * width
export const toPlace = (view: View, x: number, width: number): number => view.from + (x / Math.max(1, width)) * (view.to - view.from)

const steps = [100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000]

/** Places on the ruler, no closer than `apart` pixels. */
export function ticks(view: View, width: number, apart = 84): { places: number[]; step: number } {
  const wanted = ((view.to - view.from) / Math.max(1, width)) * apart
  const step = steps.find((s) => s >= wanted) ?? 3_600_000
  const places: number[] = []
  for (let at = Math.ceil(view.from / step) * step; at <= view.to; at += step) places.push(at)
  return { places, step }
}
