// A small codebook for the tests: two meta-themes, a sub-theme, a retired theme, one theme without a meta-theme.

import type { Codebook, Theme } from './types'

const theme = (id: string, ord: number, more: Partial<Theme> = {}): Theme => ({ id, revision: 1, name: id, ord, uses: 0, ...more })

export const book: Codebook = {
  seq: 9,
  meta_themes: [{ id: 'M', revision: 1, name: 'Structure', ord: 0 }, { id: 'N', revision: 1, name: 'Process', ord: 1 }],
  themes: [
    theme('a', 0, { meta_theme_id: 'M', code: 'S1', name: 'Posts', uses: 4, definition: 'Formal posts that doctors hold' }),
    theme('a1', 0, { meta_theme_id: 'M', parent_id: 'a', name: 'Board posts' }),
    theme('b', 1, { meta_theme_id: 'M', name: 'Board' }),
    theme('c', 0, { meta_theme_id: 'N', name: 'Training' }),
    theme('old', 1, { meta_theme_id: 'N', name: 'Old', retired: true }),
    theme('z', 0, { name: 'Loose' }),
  ],
  questions: [
    { id: 'q', revision: 1, theme_id: 'a', name: 'who_leads', type: 'nominal', ord: 0, uses: 2, positions: [{ id: 'p', revision: 1, question_id: 'q', name: 'triumvirate', ord: 0 }, { id: 'p2', revision: 1, question_id: 'q', name: 'duality', ord: 1 }] },
    { id: 'r', revision: 1, theme_id: 'a', name: 'levels', type: 'numeric', ord: 1, uses: 0, positions: [] },
  ],
}
