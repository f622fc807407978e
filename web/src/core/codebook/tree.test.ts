import { describe, expect, it } from 'vitest'
import { book } from './fixture'
import { find, grow, label, search, visible, walk, type Node } from './tree'

const shape = (nodes: readonly Node[]): string => nodes.map((n) => n.id + (n.children.length ? `(${shape(n.children)})` : '')).join(' ')

describe('grow', () => {
  it('puts sub-themes before questions, and what has no home at the end', () => {
    expect(shape(grow(book, false))).toBe('M(a(a1 q(p p2) r) b) N(c) z')
  })
  it('shows retired themes on demand', () => expect(shape(grow(book, true))).toContain('N(c old)'))
  it('keeps a theme whose meta-theme is gone', () => {
    expect(shape(grow({ ...book, meta_themes: [] }, false))).toBe('a(a1 q(p p2) r) b c z')
  })
  it('counts levels as aria-level does', () => {
    expect(walk(grow(book, false)).map((n) => n.level)).toEqual([1, 2, 3, 3, 4, 4, 3, 2, 1, 2, 1])
  })
})

describe('visible', () => {
  it('unfolds what is open', () => {
    const roots = grow(book, false)
    expect(visible(roots, (n) => n.id === 'M').map((n) => n.id)).toEqual(['M', 'a', 'b', 'N', 'z'])
  })
})

describe('search', () => {
  const roots = grow(book, false)
  it('keeps what holds the words, and the way there', () => {
    expect(shape(search(roots, 'duality'))).toBe('M(a(q(p2)))')
    expect(shape(search(roots, 'board posts'))).toBe('M(a(a1))')
    expect(shape(search(roots, 'nothing such'))).toBe('')
    expect(shape(search(roots, '  '))).toBe(shape(roots))
  })
  it('reads definitions, codes and words for underscores', () => {
    expect(shape(search(roots, 'formal doctors'))).toBe('M(a(a1 q(p p2) r))')
    expect(shape(search(roots, 's1'))).toContain('a(')
    expect(shape(search(roots, 'who leads'))).toBe('M(a(q(p p2)))')
  })
  it('leaves the tree it was given as it was', () => {
    search(roots, 'duality')
    expect(find(roots, 'p2')?.parent).toBe(find(roots, 'q'))
    expect(label(find(roots, 'a') as Node)).toBe('S1 Posts')
  })
})
