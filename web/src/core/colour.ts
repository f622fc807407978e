// Colours of themes. They mark lanes, dots and underlines on light and on dark grounds alike, so each must stand out
// from both: WCAG 2.2, success criterion 1.4.11, asks for 3:1 for what is not text.
//
// Distance is the Euclidean one in OKLab (Ottosson 2020, https://bottosson.github.io/posts/oklab/), where equal
// steps look about equally far apart.

export interface NamedColour {
  name: string
  hex: string
}

/** What a colour must stand out from: the page's grounds in light and in dark. */
export const grounds = { light: ['#ffffff', '#fbfaf6'], dark: ['#171816', '#20211f'] } as const
export const enough = 3

/** Each has 3:1 or more on every ground; a test asserts it. */
export const palette: readonly NamedColour[] = [
  { name: 'brick', hex: '#c45146' }, { name: 'rust', hex: '#ca6e42' }, { name: 'ochre', hex: '#b37f2d' }, { name: 'olive', hex: '#8c8a31' },
  { name: 'moss', hex: '#5f8137' }, { name: 'green', hex: '#46965b' }, { name: 'sea', hex: '#1f886e' }, { name: 'teal', hex: '#299797' },
  { name: 'blue', hex: '#0c86a9' }, { name: 'sky', hex: '#3893cb' }, { name: 'cobalt', hex: '#4473ce' }, { name: 'violet', hex: '#7e68d4' },
  { name: 'lilac', hex: '#a478d4' }, { name: 'plum', hex: '#aa5baf' }, { name: 'pink', hex: '#d5619d' }, { name: 'rose', hex: '#cf4968' },
  { name: 'stone', hex: '#837e71' }, { name: 'slate', hex: '#718093' },
]

type Triple = readonly [number, number, number]

/** "#rgb" or "#rrggbb", with or without the sign, as "#rrggbb" in small letters; null where it is no such colour. */
export function readColour(text: string): string | null {
  const m = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())
  if (!m?.[1]) return null
  const digits = m[1].toLowerCase()
  return `#${digits.length === 3 ? [...digits].map((d) => d + d).join('') : digits}`
}

function linear(hex: string): Triple {
  const part = (at: number) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }
  return [part(1), part(3), part(5)]
}

/** Relative luminance as WCAG 2.2 defines it, 0 to 1, of a "#rrggbb". */
export function luminance(hex: string): number {
  const [r, g, b] = linear(hex)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Contrast ratio of two colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

/** The lowest contrast of a colour on the light grounds and on the dark ones. */
export function contrasts(hex: string): { light: number; dark: number } {
  const least = (on: readonly string[]) => Math.min(...on.map((g) => contrast(hex, g)))
  return { light: least(grounds.light), dark: least(grounds.dark) }
}

/** What a person is told of a colour that is hard to see; "" where it is fine. */
export function warning(hex: string): string {
  const { light, dark } = contrasts(hex)
  const bad = [light < enough && `${ratio(light)} on a light ground`, dark < enough && `${ratio(dark)} on a dark ground`].filter((s) => s !== false)
  return bad.length ? `Contrast is ${bad.join(' and ')}; below ${enough}:1 it is hard to see.` : ''
}

/** Rounded down, so that what is too low never reads as enough. */
const ratio = (r: number): string => `${(Math.floor(r * 10) / 10).toFixed(1)}:1`

function oklab(hex: string): Triple {
  const [r, g, b] = linear(hex)
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

/** How far apart two colours look: 0 the same, about 0.02 just to be told apart, 1 black and white. */
export function distance(a: string, b: string): number {
  const [x, y] = [oklab(a), oklab(b)]
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2])
}

/**
 * The colour of the palette that lies farthest from those in use. Once all are in use, the one used least, and of
 * those the first. What is no colour is passed over.
 */
export function propose(used: readonly string[]): string {
  const taken = used.map(readColour).filter((c) => c !== null)
  let best = { hex: '', apart: -1, times: Infinity }
  for (const { hex } of palette) {
    const apart = Math.min(1, ...taken.map((t) => distance(hex, t)))
    const times = taken.filter((t) => t === hex).length
    if (times < best.times || (times === best.times && apart > best.apart + 1e-9)) best = { hex, apart, times }
  }
  return best.hex
}

/** The palette from its first colour on to whichever lies farthest from those before. */
const apart: readonly string[] = palette.reduce<string[]>((taken) => [...taken, propose(taken)], [])

/**
 * The colour of each theme by its id: the one that was chosen, or else one of the palette by the order in which themes
 * were made, which their ids keep. So a theme has the same colour wherever it is drawn; moving, renaming or adding
 * themes changes none, and those made one after another look different.
 */
export function coloursOf(themes: readonly { id: string; colour?: string | undefined }[]): Map<string, string> {
  const made = themes.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  return new Map(made.map((t, i) => [t.id, readColour(t.colour ?? '') ?? apart[i % apart.length] ?? '']))
}

export const nameOf = (hex: string): string => palette.find((c) => c.hex === hex)?.name ?? hex
