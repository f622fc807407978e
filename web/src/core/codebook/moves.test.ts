import { describe, expect, it } from 'vitest'
import { book } from './fixture'
import { drop, nest, shift, unnest, zoneAt } from './moves'
import { find, grow, type Node } from './tree'

const roots = grow(book, false)
const node = (id: string): Node => {
  const n = find(roots, id)
  if (!n) throw new Error(`no ${id} in the fixture`)
  return n
}

describe('shift', () => {
  it('goes past a sibling', () => {
    expect(shift(roots, node('b'), -1)).toEqual({ noun: 'theme', id: 'b', before: 'a', meta_theme_id: 'M', parent_id: '' })
    expect(shift(roots, node('a'), 1)).toEqual({ noun: 'theme', id: 'a', meta_theme_id: 'M', parent_id: '' })
    expect(shift(roots, node('N'), -1)).toEqual({ noun: 'meta_theme', id: 'N', before: 'M' })
    expect(shift(roots, node('q'), 1)).toEqual({ noun: 'question', id: 'q', theme_id: 'a' })
    expect(shift(roots, node('p2'), -1)).toEqual({ noun: 'position', id: 'p2', before: 'p' })
  })
  it('at an edge goes on into the next meta-theme or theme', () => {
    expect(shift(roots, node('b'), 1)).toEqual({ noun: 'theme', id: 'b', before: 'c', meta_theme_id: 'N', parent_id: '' })
    expect(shift(roots, node('c'), -1)).toEqual({ noun: 'theme', id: 'c', meta_theme_id: 'M', parent_id: '' })
    expect(shift(roots, node('c'), 1)).toEqual({ noun: 'theme', id: 'c', before: 'z', meta_theme_id: '', parent_id: '' })
    expect(shift(roots, node('z'), -1)).toEqual({ noun: 'theme', id: 'z', meta_theme_id: 'N', parent_id: '' })
    expect(shift(roots, node('r'), 1)).toEqual({ noun: 'question', id: 'r', theme_id: 'a1' })
  })
  it('stays where there is nowhere to go', () => {
    expect([shift(roots, node('a'), -1), shift(roots, node('a1'), 1), shift(roots, node('M'), -1), shift(roots, node('p'), -1), shift(roots, node('z'), 1), shift(roots, node('q'), -1)]).toEqual([null, null, null, null, null, null])
  })
})

describe('nest and unnest', () => {
  it('puts a theme under the one above it and takes it out behind it', () => {
    expect(nest(roots, node('b'))).toEqual({ noun: 'theme', id: 'b', meta_theme_id: 'M', parent_id: 'a' })
    expect(unnest(roots, node('a1'))).toEqual({ noun: 'theme', id: 'a1', before: 'b', meta_theme_id: 'M', parent_id: '' })
  })
  it('puts a loose theme into the meta-theme above it, and out again', () => {
    expect(nest(roots, node('z'))).toEqual({ noun: 'theme', id: 'z', meta_theme_id: 'N', parent_id: '' })
    expect(unnest(roots, node('c'))).toEqual({ noun: 'theme', id: 'c', meta_theme_id: '', parent_id: '' })
  })
  it('leaves alone what cannot be nested', () => {
    expect([nest(roots, node('a')), nest(roots, node('N')), unnest(roots, node('M')), unnest(roots, node('p')), unnest(roots, node('q')), nest(roots, node('p2'))]).toEqual([null, null, null, null, null, null])
  })
})

describe('drop', () => {
  it('nests in the middle and orders at the edges', () => {
    expect(drop(roots, node('c'), node('a'), 'into')).toEqual({ noun: 'theme', id: 'c', meta_theme_id: 'M', parent_id: 'a' })
    expect(drop(roots, node('c'), node('M'), 'into')).toEqual({ noun: 'theme', id: 'c', meta_theme_id: 'M', parent_id: '' })
    expect(drop(roots, node('c'), node('a'), 'before')).toEqual({ noun: 'theme', id: 'c', before: 'a', meta_theme_id: 'M', parent_id: '' })
    expect(drop(roots, node('c'), node('a'), 'after')).toEqual({ noun: 'theme', id: 'c', before: 'b', meta_theme_id: 'M', parent_id: '' })
    expect(drop(roots, node('b'), node('a'), 'after')).toEqual({ noun: 'theme', id: 'b', meta_theme_id: 'M', parent_id: '' })
    expect(drop(roots, node('q'), node('c'), 'into')).toEqual({ noun: 'question', id: 'q', theme_id: 'c' })
  })
  it('refuses a theme under itself, and what does not fit', () => {
    expect([drop(roots, node('a'), node('a1'), 'into'), drop(roots, node('a'), node('a'), 'into'), drop(roots, node('p'), node('r'), 'into'), drop(roots, node('M'), node('a'), 'into'), drop(roots, node('b'), node('q'), 'before')]).toEqual([null, null, null, null, null])
  })
  it('has a middle only where something can be nested', () => {
    expect([zoneAt(2, 30, true), zoneAt(15, 30, true), zoneAt(28, 30, true), zoneAt(14, 30, false), zoneAt(16, 30, false)]).toEqual(['before', 'into', 'after', 'before', 'after'])
  })
})
