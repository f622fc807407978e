// Places in a recording as a person reads and writes them. Everywhere else they are whole milliseconds.

/** "0:07.2" or "1:02:03.4": to a tenth of a second, as precise as a mark is set by ear. */
export function showTime(ms: number, tenths = true): string {
  const whole = Math.max(0, tenths ? Math.floor(ms / 100) * 100 : Math.floor(ms / 1000) * 1000)
  const s = Math.floor(whole / 1000)
  const two = (n: number) => String(n).padStart(2, '0')
  const h = Math.floor(s / 3600)
  const minutes = h ? `${h}:${two(Math.floor(s / 60) % 60)}` : String(Math.floor(s / 60))
  return `${minutes}:${two(s % 60)}${tenths ? `.${Math.floor((whole % 1000) / 100)}` : ''}`
}

/** How long something is, in words short enough for a line: "45 s", "12 min", "1 h 05 min". */
export function showLength(ms: number): string {
  if (ms < 60_000) return `${Math.min(59, Math.round(ms / 1000))} s`
  const minutes = Math.floor(ms / 60_000)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}

/** Reads "83", "1:23", "1:23.4" or "1:02:03"; null where it is no time. A number alone is seconds. */
export function readTime(text: string): number | null {
  const parts = /^\s*(?:(?:(\d+):)?(\d{1,3}):)?(\d+(?:[.,]\d{1,3})?)\s*$/.exec(text)
  if (!parts) return null
  const [, h = '0', m = '0', s = '0'] = parts
  const seconds = Number(s.replace(',', '.'))
  if (parts[2] !== undefined && seconds >= 60) return null
  if (parts[1] !== undefined && Number(m) >= 60) return null
  return Math.round((Number(h) * 3600 + Number(m) * 60 + seconds) * 1000)
}
