import { describe, expect, it } from 'vitest'
import { guess, isCaptions, isMedia, namesIn } from './guess'

const letters = ['A', 'B', 'C']

describe('guess', () => {
  it('reads site, interview and date from a name', () => {
    expect(guess('A-03 medical director 2021-05-31.mp3', { letters })).toEqual({ name: 'A-03 medical director 2021-05-31', interview: 'A-03 medical director 2021-05-31', site: 'A', date: '2021-05-31' })
  })
  it('reads "site b" and compact dates', () => expect(guess('interview site b 20210531.m4a', { letters })).toMatchObject({ site: 'B', date: '2021-05-31' }))
  it('takes no word for a site', () => {
    expect(guess('a talk.mp3', { letters }).site).toBeUndefined()
    expect(guess('Board.mp3', { letters }).site).toBeUndefined()
  })
  it('takes no number for a date', () => expect(guess('20219931.mp3', { letters }).date).toBeUndefined())
  it('takes the only site there is', () => expect(guess('recording.wav', { letters: ['A'] }).site).toBe('A'))
  it('puts captions beside the recording of the same name', () => {
    const known = { letters, recordings: [{ id: 'r1', name: 'B 02 nurse.mp3' }], interviews: ['B-02 nurse'] }
    expect(guess('B_02_nurse.vtt', known)).toMatchObject({ name: 'B_02_nurse, transcript', recording: 'r1', interview: 'B-02 nurse', site: 'B' })
  })
  it('makes no interview of a document', () => expect(guess('A minutes.docx', { letters })).toEqual({ name: 'A minutes', site: 'A' }))
})

it('tells kinds of files apart', () => {
  expect(isMedia('x.OPUS')).toBe(true)
  expect(isMedia('x.vtt')).toBe(false)
  expect(isCaptions('x.TextGrid')).toBe(true)
})

it('namesIn splits and trims', () => expect(namesIn('Doctor 1, Nurse 2;; Doctor 1 ')).toEqual(['Doctor 1', 'Nurse 2']))
