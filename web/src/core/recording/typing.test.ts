import { describe, expect, it } from 'vitest'
import { byInitials, colon, enter, interviewer, readTurns, speakersOf, stamp } from './typing'

const people = [{ id: 'p1', pseudonym: 'Doctor 1', group: 'doctor', level: 'unit' }, { id: 'p2', pseudonym: 'ليلى', group: '', level: '' }]
const speakers = speakersOf(people)

const at = (text: string, spot: { from: number; to: number; text: string } | null) => (spot ? text.slice(0, spot.from) + spot.text + text.slice(spot.to) : null)

describe('readTurns', () => {
  it('reads speakers, times and who they are', () => {
    const text = '[1:02.3] Interviewer: And who decides?\nDoctor 1: We do,\ntogether.'
    expect(readTurns(text, people, speakers)).toEqual([
      { start: 0, speech: 22, end: 38, speaker: 'Interviewer', from: 62_300 },
      { start: 39, speech: 49, end: 65, speaker: 'Doctor 1', participant_id: 'p1' },
    ])
  })
  it('counts code points', () => {
    const [, second] = readTurns('Interviewer: 😀😀\nDoctor 1: yes', people, speakers)
    expect(second).toMatchObject({ start: 16, speech: 26, end: 29 })
  })
  it('reads names from right to left', () => {
    expect(readTurns('ليلى: نعم', people, speakers)).toEqual([{ start: 0, speech: 6, end: 9, speaker: 'ليلى', participant_id: 'p2' }])
  })
  it('takes no sentence for a speaker', () => {
    expect(readTurns('He said: no.\nAnd then: nothing', people, speakers)).toEqual([])
    expect(readTurns('just words', people, speakers)).toEqual([])
  })
  it('takes a name that is new here', () => expect(readTurns('Ward Sister 2: yes', people, speakers)[0]?.speaker).toBe('Ward Sister 2'))
  it('keeps what stands before the first speaker', () => {
    expect(readTurns('yes\nDoctor 1: no', people, speakers).map((t) => [t.speaker, t.start, t.end])).toEqual([['', 0, 3], ['Doctor 1', 4, 16]])
  })
})

describe('enter', () => {
  it('begins a turn of the other speaker', () => {
    const text = 'Interviewer: a\nDoctor 1: b'
    expect(at(text, enter(text, text.length, speakers))).toBe(`${text}\nInterviewer: `)
  })
  it('begins a turn of somebody else where one has spoken so far', () => {
    expect(at('Doctor 1: b', enter('Doctor 1: b', 11, speakers))).toBe('Doctor 1: b\nليلى: ')
  })
  it('offers the next speaker in a turn without words', () => {
    const text = '[0:01] Doctor 1: '
    const once = at(text, enter(text, text.length, speakers)) ?? ''
    expect(once).toBe('[0:01] ليلى: ')
    expect(at(once, enter(once, once.length, speakers))).toBe(`[0:01] ${interviewer}: `)
  })
  it('is a plain line break where nobody is named', () => expect(at('gist', enter('gist', 4, speakers))).toBe('gist\n'))
  it('divides a turn in the middle', () => {
    const text = 'Interviewer: a\nDoctor 1: b c'
    expect(at(text, enter(text, text.length - 1, speakers))).toBe('Interviewer: a\nDoctor 1: b \nInterviewer: c')
  })
})

describe('colon', () => {
  it('makes names of initials', () => {
    expect(at('i', colon('i', 1, speakers))).toBe('Interviewer: ')
    expect(at('x\n[0:02] d1', colon('x\n[0:02] d1', 11, speakers))).toBe('x\n[0:02] Doctor 1: ')
    expect(at('doc', colon('doc', 3, speakers))).toBe('Doctor 1: ')
  })
  it('leaves a colon inside a sentence alone', () => {
    expect(colon('Doctor 1: he said', 17, speakers)).toBeNull()
    expect(colon('', 0, speakers)).toBeNull()
  })
})

it('byInitials prefers whole initials over the beginning of a name', () => {
  expect(byInitials('di', ['Dina', 'Dr Irwin'])).toBe('Dr Irwin')
  expect(byInitials('zz', speakers)).toBeUndefined()
})

it('stamp writes the place', () => expect(stamp(62_345)).toBe('[1:02.3] '))
