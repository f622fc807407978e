// Where a sentence begins and ends in running text, and words for what a sentence or a finding is.

import type { ReportState, Rule, SentenceKind } from './types'

const segments = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter('en', { granularity: 'sentence' }) : null

/** The sentence around a place, without the white space about it: [start, end) in UTF-16 units. */
export function sentenceAt(text: string, at: number): [number, number] {
  let from = 0
  let to = text.length
  if (segments)
    for (const s of segments.segment(text)) {
      const end = s.index + s.segment.length
      if (at >= s.index && (at < end || end === text.length)) {
        from = s.index
        to = end
        break
      }
    }
  while (from < to && /\s/.test(text[from] ?? '')) from++
  while (to > from && /\s/.test(text[to - 1] ?? '')) to--
  return [from, to]
}

export const kindWords: Record<SentenceKind, string> = {
  descriptive: 'Descriptive: says what is in the record',
  count: 'Count: recomputed from the record',
  quotation: 'Quotation',
  interpretive: 'Interpretive: argued in a memo',
  linking: 'Linking: carries no finding',
}

export const stateWords: Record<ReportState, string> = { draft: 'Draft', challenged: 'Challenged', fact_checked: 'Fact-checked', locked: 'Locked' }

export const ruleWords: Record<Rule, string> = {
  stale: 'The record has moved on',
  gone: 'No longer in the record',
  count: 'Other numbers than the record',
  quotation: 'Not the words of the excerpt',
  evidence: 'No evidence',
  memo: 'No memo',
  dissent: 'Dissent left out',
  objection: 'Open objection',
  view: 'No such table any more',
  discussion: 'Does not rest on findings',
  unlinked: 'Rests on nothing',
}
