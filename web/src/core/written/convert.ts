// Between the blocks that are kept and the document that is edited. Nothing of a block is lost on the way there and back.

import type { Block, Mark, Span } from './types'

/** A node of the editor's document, as JSON. */
export interface Node {
  type: string
  attrs?: Record<string, unknown>
  content?: Node[]
  text?: string
  marks?: { type: string; attrs?: Record<string, unknown> }[]
}

export function toDocument(blocks: readonly Block[]): Node {
  const content = blocks.map(toNode)
  return { type: 'doc', content: content.length ? content : [{ type: 'paragraph' }] }
}

function toNode(b: Block): Node {
  switch (b.kind) {
    case 'heading':
      return withText({ type: 'heading', attrs: { level: b.level ?? 1 } }, b)
    case 'quotation':
      return withText({ type: 'quotation', attrs: { excerpt: b.excerpt ?? '' } }, b)
    case 'view':
      return { type: 'view', attrs: { view: b.view ?? '' } }
    case 'item':
      return withText({ type: 'item' }, b)
    default:
      return withText({ type: 'paragraph' }, b)
  }
}

function withText(node: Node, b: Block): Node {
  const content = (b.spans ?? []).filter((s) => s.text !== '').map(toText)
  return content.length ? { ...node, content } : node
}

function toText(s: Span): Node {
  const marks = []
  if (s.mark) marks.push({ type: s.mark })
  if (s.sentence) marks.push({ type: 'sentence', attrs: { id: s.sentence } })
  return marks.length ? { type: 'text', text: s.text, marks } : { type: 'text', text: s.text }
}

export function toBlocks(doc: Node): Block[] {
  return (doc.content ?? []).map((n): Block => {
    const spans = spansOf(n)
    const words = spans.length ? { spans } : {}
    switch (n.type) {
      case 'heading':
        return { kind: 'heading', level: Number(n.attrs?.['level'] ?? 1), ...words }
      case 'quotation':
        return { kind: 'quotation', excerpt: String(n.attrs?.['excerpt'] ?? ''), ...words }
      case 'view':
        return { kind: 'view', view: String(n.attrs?.['view'] ?? '') }
      case 'item':
        return { kind: 'item', ...words }
      default:
        return { kind: 'paragraph', ...words }
    }
  })
}

function spansOf(n: Node): Span[] {
  return (n.content ?? []).map((t) => {
    const span: Span = { text: t.text ?? '' }
    const style = t.marks?.find((m) => m.type === 'strong' || m.type === 'emphasis')
    if (style) span.mark = style.type as Mark
    const sentence = t.marks?.find((m) => m.type === 'sentence')?.attrs?.['id']
    if (typeof sentence === 'string' && sentence) span.sentence = sentence
    return span
  })
}

/** The words of one sentence, wherever it stands. */
export function wordsOf(blocks: readonly Block[], sentence: string): string {
  return blocks.flatMap((b) => b.spans ?? []).filter((s) => s.sentence === sentence).map((s) => s.text).join('')
}
