// What a report is made of in the editor: a flat run of blocks, whose words may belong to a sentence.

import { Schema } from 'prosemirror-model'

export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    text: {},
    paragraph: { group: 'block', content: 'text*', toDOM: () => ['p', { dir: 'auto' }, 0], parseDOM: [{ tag: 'p' }] },
    heading: {
      group: 'block', content: 'text*', marks: '', defining: true, attrs: { level: { default: 1 } },
      toDOM: (n) => [`h${Number(n.attrs['level']) + 1}`, { dir: 'auto' }, 0],
      parseDOM: [1, 2, 3, 4].map((n) => ({ tag: `h${n}`, attrs: { level: Math.max(1, n - 1) } })),
    },
    item: { group: 'block', content: 'text*', toDOM: () => ['div', { class: 'item', dir: 'auto' }, 0], parseDOM: [{ tag: 'li' }, { tag: 'div.item' }] },
    quotation: {
      group: 'block', content: 'text*', marks: '', defining: true, isolating: true, attrs: { excerpt: {} },
      toDOM: (n) => ['blockquote', { 'data-excerpt': String(n.attrs['excerpt']), dir: 'auto' }, 0],
      parseDOM: [{ tag: 'blockquote[data-excerpt]', getAttrs: (d) => ({ excerpt: d.getAttribute('data-excerpt') }) }],
    },
    view: {
      group: 'block', atom: true, selectable: true, attrs: { view: {} },
      toDOM: (n) => ['figure', { 'data-view': String(n.attrs['view']) }],
      parseDOM: [{ tag: 'figure[data-view]', getAttrs: (d) => ({ view: d.getAttribute('data-view') }) }],
    },
  },
  marks: {
    strong: { excludes: 'emphasis', toDOM: () => ['strong', 0], parseDOM: [{ tag: 'strong' }, { tag: 'b' }] },
    emphasis: { excludes: 'strong', toDOM: () => ['em', 0], parseDOM: [{ tag: 'em' }, { tag: 'i' }] },
    sentence: {
      attrs: { id: {} }, inclusive: false,
      toDOM: (m) => ['span', { 'data-sentence': String(m.attrs['id']) }, 0],
      parseDOM: [{ tag: 'span[data-sentence]', getAttrs: (d) => ({ id: d.getAttribute('data-sentence') }) }],
    },
  },
})
