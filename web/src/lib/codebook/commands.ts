// The codebook's commands: help sheet and palette list them, and a person may give them other keys.

import type { Command } from '../../core/keymap'
import type { CodebookState } from './codebook.svelte'

const group = 'Codebook'
const inTree = (): boolean => document.activeElement?.closest('[role=tree]') != null
/** A field with text of its own undoes in itself, as everywhere. */
const inDraft = (): boolean => document.activeElement?.closest('[data-dirty], [data-typing], [type=search]') != null

export function commands(c: CodebookState, find: () => void): Command[] {
  const free = () => c.dialog === '' && document.querySelector('dialog[open]') === null
  const edits = () => free() && c.may && c.naming === null
  const onTheme = () => edits() && c.node?.noun === 'theme'
  const at = (more: () => boolean) => () => edits() && c.node !== undefined && more()
  return [
    { id: 'codebook.find', label: 'Search the codebook', group, keys: ['/'], run: find, when: free },
    { id: 'codebook.theme', label: 'New theme', group, keys: ['n'], run: () => c.begin('theme'), when: edits },
    { id: 'codebook.subtheme', label: 'New sub-theme of the chosen theme', group, keys: ['N'], run: () => c.begin('theme', true), when: onTheme },
    { id: 'codebook.question', label: 'New question', group, keys: ['q'], run: () => c.begin('question'), when: edits },
    { id: 'codebook.position', label: 'New position', group, keys: ['p'], run: () => c.begin('position'), when: at(() => c.node?.noun === 'question' || c.node?.noun === 'position') },
    { id: 'codebook.meta', label: 'New meta-theme', group, keys: ['M'], run: () => c.begin('meta_theme'), when: edits },
    { id: 'codebook.rename', label: 'Rename', group, keys: ['F2'], run: () => (c.naming = { of: c.chosen }), when: at(inTree) },
    { id: 'codebook.up', label: 'Move up', group, keys: ['Alt+ArrowUp'], run: () => void c.shift(c.node, -1), when: at(() => true) },
    { id: 'codebook.down', label: 'Move down', group, keys: ['Alt+ArrowDown'], run: () => void c.shift(c.node, 1), when: at(() => true) },
    { id: 'codebook.nest', label: 'Put under the theme above', group, keys: ['Alt+ArrowRight'], run: () => void c.nest(c.node), when: at(() => true) },
    { id: 'codebook.unnest', label: 'Take out from under its theme', group, keys: ['Alt+ArrowLeft'], run: () => void c.unnest(c.node), when: at(() => true) },
    { id: 'codebook.merge', label: 'Merge into another theme', group, keys: ['m'], run: () => (c.dialog = 'merge'), when: onTheme },
    { id: 'codebook.split', label: 'Split a theme', group, keys: ['s'], run: () => (c.dialog = 'split'), when: () => onTheme() && (c.node?.uses ?? 0) > 0 },
    { id: 'codebook.delete', label: 'Delete or retire', group, keys: ['Delete'], run: () => void c.delete(c.node), when: at(inTree) },
    { id: 'codebook.undo', label: 'Undo your last change', group, keys: ['Mod+z'], run: () => void c.undo(), when: () => edits() && !inDraft() },
    { id: 'codebook.redo', label: 'Redo', group, keys: ['Mod+Shift+z'], run: () => void c.redo(), when: () => edits() && !inDraft() },
  ]
}
