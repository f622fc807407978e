// The waveform on a canvas: what is drawn is the stretch in view, so a recording of any length costs the same.
//
// It is drawn here and not by a waveform library because the ruler, the lanes, what is heard and the zoom must stand
// before there are any peaks, and must move as one; all that is left for a library to do is to draw these bars.

import { columns, type Peaks } from '../../core/recording/peaks'
import type { Stretches } from '../../core/recording/stretches'
import { toX, type View } from '../../core/recording/view'

export interface Picture {
  view: View
  peaks: Peaks | null
  most: number
  length: number
  heard: Stretches
  heardMine: Stretches
}

const bar = 2
const gap = 1
const rail = 3

/** Colours as the page has them now, light or dark. */
export function inks(element: Element) {
  const style = getComputedStyle(element)
  const of = (name: string) => style.getPropertyValue(name).trim()
  return { heard: of('--wave-heard'), unheard: of('--wave-unheard'), mine: of('--accent'), others: of('--ink-3'), line: of('--rule-2') }
}

/** Makes the canvas as sharp as the screen and gives its pen in CSS pixels. */
export function fit(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const sharp = window.devicePixelRatio || 1
  const [w, h] = [Math.round(width * sharp), Math.round(height * sharp)]
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h })
  const pen = canvas.getContext('2d')
  pen?.setTransform(sharp, 0, 0, sharp, 0, 0)
  pen?.clearRect(0, 0, width, height)
  return pen
}

export function paint(canvas: HTMLCanvasElement, width: number, height: number, p: Picture): void {
  const pen = fit(canvas, width, height)
  if (!pen || width <= 0) return
  const ink = inks(canvas)
  const middle = (height - rail - 3) / 2
  const bars = Math.ceil(width / (bar + gap))
  const end = toX(p.view, p.length, width)
  const samples = p.peaks ? columns(p.peaks, p.view.from, p.view.from + ((p.view.to - p.view.from) * bars * (bar + gap)) / width, bars, p.most) : null
  const isHeard = marker(p.heard, p.view, width)
  for (const heard of [false, true]) {
    pen.fillStyle = heard ? ink.heard : ink.unheard
    for (let i = 0; i < bars; i++) {
      const x = i * (bar + gap)
      if (x >= end || isHeard(x) !== heard) continue
      const high = samples ? Math.max(1, (samples[2 * i + 1] ?? 0) * (middle - 2)) : 1
      const low = samples ? Math.max(1, -(samples[2 * i] ?? 0) * (middle - 2)) : 1
      pen.fillRect(x, middle - high, samples ? bar : bar + gap, high + low)
    }
  }
  pen.fillStyle = ink.line
  pen.fillRect(0, height - 1, Math.min(width, end), 1)
  for (const [stretches, colour] of [[p.heard, ink.others], [p.heardMine, ink.mine]] as const) {
    pen.fillStyle = colour
    for (const [from, to] of stretches) {
      const x = Math.max(0, toX(p.view, from, width))
      const right = Math.min(width, toX(p.view, to, width))
      if (right > x) pen.fillRect(x, height - rail, Math.max(1, right - x), rail)
    }
  }
}

/** Whether a pixel is in one of the stretches; asked from left to right. */
function marker(stretches: Stretches, view: View, width: number): (x: number) => boolean {
  const edges = stretches.map(([s, e]) => [toX(view, s, width), toX(view, e, width)] as const)
  let i = 0
  let last = -1
  return (x) => {
    if (x < last) i = 0
    last = x
    while (i < edges.length && (edges[i]?.[1] ?? 0) <= x) i++
    const edge = edges[i]
    return edge !== undefined && edge[0] <= x + bar
  }
}
