// Changes of the text view <-> steps of the server. A step counts in code points of the text that the one before
// has left; a ChangeSet counts in UTF-16 units of the text before all of it.

import { ChangeSet, Text } from '@codemirror/state'
import type { Step } from '../desk-types'
import { Offsets } from '../offsets'
import type { Replaced } from './carry'

export const textOf = (text: string): Text => Text.of(text.split('\n'))

export function stepsOf(changes: ChangeSet, before: string, offsets = new Offsets(before)): Step[] {
  const steps: Step[] = []
  let shift = 0
  changes.iterChanges((fromA, toA, _fromB, _toB, inserted) => {
    const text = inserted.toString()
    const start = offsets.toCodePoint(fromA)
    const end = offsets.toCodePoint(toA)
    steps.push({ start: start + shift, end: end + shift, text })
    shift += pointsIn(text) - (end - start)
  })
  return steps
}

export function changesOf(steps: readonly Step[], before: string): ChangeSet {
  let text = before
  let all = ChangeSet.empty(before.length)
  for (const s of steps) {
    const o = new Offsets(text)
    const from = o.toUtf16(s.start)
    const to = o.toUtf16(s.end)
    const specs =
      s.to === undefined || s.to === null
        ? [{ from, to, insert: textOf(s.text ?? '') }]
        : [{ from, to }, { from: o.toUtf16(s.to), insert: textOf(text.slice(from, to)) }]
    const one = ChangeSet.of(specs, text.length)
    text = one.apply(textOf(text)).toString()
    all = all.compose(one)
  }
  return all
}

export function replacedBy(changes: ChangeSet): Replaced[] {
  const result: Replaced[] = []
  changes.iterChanges((from, to, fromB, toB) => result.push({ from, to, length: toB - fromB }))
  return result
}

export function pointsIn(text: string): number {
  let n = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0xd800 && unit < 0xdc00) n--
  }
  return n
}
