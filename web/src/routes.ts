// Every view has an address. The first pattern that fits wins.

import type { Component } from 'svelte'

export interface Page {
  /** Inside a study's shell, or standing alone. */
  study: boolean
  load: () => Promise<{ default: Component }>
}

const alone = (load: Page['load']): Page => ({ study: false, load })
const within = (load: Page['load']): Page => ({ study: true, load })

export const routes: readonly (readonly [string, Page])[] = [
  ['/', alone(() => import('./pages/Studies.svelte'))],
  ['/s/:study', within(() => import('./pages/Front.svelte'))],
  ['/s/:study/sites', within(() => import('./pages/Sites.svelte'))],
  ['/s/:study/sites/:letter', within(() => import('./pages/Site.svelte'))],
  ['/s/:study/sources', within(() => import('./pages/Sources.svelte'))],
  ['/s/:study/sources/:source', within(() => import('./pages/Source.svelte'))],
  ['/s/:study/import', within(() => import('./pages/Import.svelte'))],
  ['/s/:study/transfers', within(() => import('./pages/Transfers.svelte'))],
  ['/s/:study/listening', within(() => import('./pages/Listening.svelte'))],
  ['/s/:study/changed', within(() => import('./pages/Changed.svelte'))],
  ['/s/:study/codebook', within(() => import('./pages/Codebook.svelte'))],
  ['/s/:study/matrix', within(() => import('./pages/Matrix.svelte'))],
  ['/s/:study/dissent', within(() => import('./pages/Dissent.svelte'))],
  ['/s/:study/consistency', within(() => import('./pages/Consistency.svelte'))],
  ['/s/:study/claims', within(() => import('./pages/Claims.svelte'))],
  ['/s/:study/claims/:code', within(() => import('./pages/Claim.svelte'))],
  ['/s/:study/types', within(() => import('./pages/Types.svelte'))],
  ['/s/:study/reports', within(() => import('./pages/Reports.svelte'))],
  ['/s/:study/written/:report', within(() => import('./pages/Written.svelte'))],
  ['/s/:study/reports/:report', within(() => import('./pages/Report.svelte'))],
  ['/s/:study/export', within(() => import('./pages/Export.svelte'))],
  ['/s/:study/history', within(() => import('./pages/History.svelte'))],
  ['/s/:study/settings', within(() => import('./pages/Settings.svelte'))],
]

export interface Place {
  key: string
  label: string
  rest: string
  keys: string
  /** What a reader finds there, for the palette and the help sheet. */
  about: string
  /** The action that the page takes; nobody else is shown the way to it. */
  may?: string
}

/** The chain as it is walked: from the record across to the argument. */
export const chain: readonly { heading: string; places: readonly Place[] }[] = [
  { heading: '', places: [{ key: 'front', label: 'Where it stands', rest: '', keys: 'g o', about: 'Overview of the study' }] },
  {
    heading: 'Record',
    places: [
      { key: 'sites', label: 'Sites', rest: '/sites', keys: 'g s', about: 'Sites and their attributes' },
      { key: 'sources', label: 'Sources', rest: '/sources', keys: 'g d', about: 'Recordings, transcripts and documents' },
      { key: 'transfers', label: 'In and out', rest: '/transfers', keys: 'g f', about: 'Files that came in and went out, and what became of them' },
      { key: 'listening', label: 'Listening', rest: '/listening', keys: 'g i', about: 'What of each recording was heard, by whom, and what is typed' },
      { key: 'codebook', label: 'Codebook', rest: '/codebook', keys: 'g k', about: 'Themes, questions and what each means' },
      { key: 'changed', label: 'To look at', rest: '/changed', keys: 'g w', about: 'Excerpts whose words a correction has changed or taken away' },
    ],
  },
  {
    heading: 'Reading across',
    places: [
      { key: 'matrix', label: 'Matrix', rest: '/matrix', keys: 'g m', about: 'Sites by themes, every cell with its evidence, to read and to chart' },
      { key: 'dissent', label: 'Disagreement', rest: '/dissent', keys: 'g n', about: 'Every minority position and what became of it' },
      { key: 'consistency', label: 'Consistency', rest: '/consistency', keys: 'g c', about: 'Where sites agree, and with whom' },
    ],
  },
  {
    heading: 'Argument',
    places: [
      { key: 'claims', label: 'Claims', rest: '/claims', keys: 'g l', about: 'What is claimed and how it stands' },
      { key: 'types', label: 'Types', rest: '/types', keys: 'g t', about: 'Sites against typologies' },
      { key: 'reports', label: 'Reports', rest: '/reports', keys: 'g r', about: 'Site and cross-case reports' },
    ],
  },
  {
    heading: '',
    places: [
      { key: 'export', label: 'Export', rest: '/export', keys: 'g x', about: 'Tables, excerpts, open files and archives to take away', may: 'export' },
      { key: 'history', label: 'History', rest: '/history', keys: 'g h', about: 'Every change, undo and redo' },
      { key: 'settings', label: 'Settings', rest: '/settings', keys: 'g e', about: 'Blind coding, and the thresholds of results' },
    ],
  },
]
