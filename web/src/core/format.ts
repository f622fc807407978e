// Numbers, counts and lists as a person reads them.

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 })

export const number = (n: number): string => whole.format(n)

/** A coefficient with two decimals; a dash where it is undefined. */
export const coefficient = (x: number | null | undefined): string => (x === null || x === undefined ? '–' : x.toFixed(2))

export const plural = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`

/** "A", "A and B", "A, B and C". */
export function list(items: readonly string[], last = 'and'): string {
  if (items.length < 2) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`
}

/** A value of a site attribute: numbers grouped, words with spaces for underscores. */
export function attribute(value: string | undefined, type: string): string {
  if (value === undefined || value === '') return ''
  if (type === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) return number(Number(value))
  return words(value)
}

/** "doctor_manager_duality" as words; the parts of a set, "a|b", as a list. */
export const words = (key: string): string => key.replaceAll('_', ' ').replaceAll('|', ', ')

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
export const dayOf = (ms: number): string => day.format(ms)
export const timeOf = (ms: number): string => time.format(ms)

/** Milliseconds of a recording as 1:02:03. */
export function clock(ms: number): string {
  const s = Math.floor(ms / 1000)
  const two = (n: number) => String(n).padStart(2, '0')
  const h = Math.floor(s / 3600)
  return `${h ? `${h}:${two(Math.floor(s / 60) % 60)}` : Math.floor(s / 60)}:${two(s % 60)}`
}

/** Order of two attribute values: numbers by size, words by the alphabet, what is not known last. */
export function compareValues(a: string | undefined, b: string | undefined, type: string): number {
  const unknown = Number(a === undefined || a === '') - Number(b === undefined || b === '')
  if (unknown || !a || !b) return unknown
  return type === 'number' ? Number(a) - Number(b) : a.localeCompare(b, 'en', { numeric: true })
}

/** Words as a sentence: a capital and a full stop. */
export const sentence = (text: string): string => (text === '' ? '' : capital(text) + (/[.!?]$/.test(text) ? '' : '.'))
