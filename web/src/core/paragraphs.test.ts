import { describe, expect, it } from 'vitest'
import { pieces, within } from './paragraphs'

const text = 'Visit 🏥\n\nI: Who leads?\nD: The 👩🏽‍⚕️ does.\n'
const points = [...text]
const find = (s: string) => points.join('').indexOf(s)
const cp = (s: string) => [...text.slice(0, find(s))].length

describe('pieces', () => {
  const turns = [
    { start: cp('I:'), speech: cp('Who'), end: cp('D:'), speaker: 'I' },
    { start: cp('D:'), speech: cp('The'), end: points.length, speaker: 'D' },
  ]
  const cut = pieces({ text, turns, headings: [{ start: 0, end: 7, level: 1 }] })
  it('shows what stands before, then each turn without its label', () => {
    expect(cut.map((p) => [text.slice(p.from, p.to), p.speaker, p.heading])).toEqual([['Visit 🏥', '', 1], ['Who leads?', 'I', 0], ['The 👩🏽‍⚕️ does.', 'D', 0]])
  })
  it('finds the part of a span in each piece', () => {
    const spans = [{ from: text.indexOf('leads'), to: text.indexOf('does') }]
    expect(cut.map((p) => within(p, spans).map((w) => text.slice(p.from + w.from, p.from + w.to)))).toEqual([[], ['leads?'], ['The 👩🏽‍⚕️ ']])
  })
})
