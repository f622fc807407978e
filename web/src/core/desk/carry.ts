// Where an excerpt is after an edit. These are the server's rules, so that what is seen while typing is what is kept.
//
// The rules are:
//   - what is put in right before or behind an excerpt stays outside; what is put in inside is inside;
//   - a replacement wholly inside an excerpt, its edges included, is inside; one across an edge stays outside, and
//     the excerpt keeps its own surviving words;
//   - a replacement of exactly all its words stays coded; deleting them all, or replacing more than them, loses it:
//     an empty span marks where it stood.

/** [from, to) of the old text became length units of new text. Changes come in order and do not touch. */
export interface Replaced {
  from: number
  to: number
  length: number
}

export interface Place {
  from: number
  to: number
}

export function carry(place: Place, changes: readonly Replaced[]): Place {
  let { from, to } = place
  let shift = 0
  for (const c of changes) {
    const a = c.from + shift
    const b = c.to + shift
    if (a > to) break
    const grow = c.length - (b - a)
    shift += grow
    if (from === to) {
      if (a >= from) continue // an empty place stays before what is put in at it
      from = to = b <= from ? from + grow : a
    } else if (a === b) {
      if (a <= from) from += grow
      if (a < to) to += grow
    } else if (b <= from) {
      from += grow
      to += grow
    } else if (a >= to) {
      continue
    } else if (a <= from && b >= to) {
      const exactly = a === from && b === to && c.length > 0
      from = a
      to = exactly ? a + c.length : a
    } else if (a >= from && b <= to) {
      to += grow
    } else if (a < from) {
      from = a + c.length
      to += grow
    } else {
      to = a
    }
  }
  return { from, to }
}
