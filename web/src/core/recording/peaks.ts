// The waveform: the lowest and highest sample of each slice, as the server computed them.

export interface Peaks {
  /** Pairs of lowest and highest, -128..127. */
  readonly pairs: Int8Array
  /** Pairs a second. */
  readonly rate: number
}

export function readPeaks(body: ArrayBuffer, rate: string | null): Peaks {
  const perSecond = Number(rate)
  return { pairs: new Int8Array(body), rate: Number.isFinite(perSecond) && perSecond > 0 ? perSecond : 50 }
}

/** The loudest sample there is, at least a little, so that a silent recording is not blown up to noise. */
export function loudest(peaks: Peaks): number {
  let most = 12
  for (const sample of peaks.pairs) most = Math.max(most, Math.abs(sample))
  return most
}

/** Lowest and highest for each of `columns` equal parts of [from, to), in -1..1 of `most`. */
export function columns(peaks: Peaks, from: number, to: number, columns: number, most: number): Float32Array {
  const out = new Float32Array(columns * 2)
  const pairs = peaks.pairs.length / 2
  const perColumn = ((to - from) / 1000 / columns) * peaks.rate
  const first = (from / 1000) * peaks.rate
  for (let c = 0; c < columns; c++) {
    const a = Math.max(0, Math.floor(first + c * perColumn))
    const b = Math.min(pairs, Math.max(a + 1, Math.ceil(first + (c + 1) * perColumn)))
    let low = 0
    let high = 0
    for (let i = a; i < b; i++) {
      low = Math.min(low, peaks.pairs[2 * i] ?? 0)
      high = Math.max(high, peaks.pairs[2 * i + 1] ?? 0)
    }
    out[2 * c] = low / most
    out[2 * c + 1] = high / most
  }
  return out
}
