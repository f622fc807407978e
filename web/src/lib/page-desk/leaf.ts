// One page that is drawn: its size on the screen, and the way between the screen and the page itself.

import type { Area } from '../../core/desk-types'
import { align, type Alignment } from '../../core/pages/align'
import type { Box } from '../../core/pages/boxes'

export interface Drawing {
  width: number
  height: number
  toArea(box: Box): Area
  toBox(area: Area): Box
  /** Pieces of text with the elements that hold them; none of a picture. */
  spans: readonly HTMLElement[]
  pieces: readonly string[]
  end(): void
}

export class Leaf {
  readonly page: number
  readonly element: HTMLElement
  readonly drawing: Drawing
  #alignment: Alignment = []
  #text: string | null = null

  constructor(page: number, element: HTMLElement, drawing: Drawing) {
    this.page = page
    this.element = element
    this.drawing = drawing
  }

  /** Where the pieces are in the text of the page, which may have been corrected since it was last asked. */
  alignment(text: string): Alignment {
    if (this.#text !== text) {
      this.#text = text
      this.#alignment = align(this.drawing.pieces, text)
    }
    return this.#alignment
  }

  /** Boxes of a stretch of one piece, in pixels of the page. */
  boxes(piece: number, start: number, end: number): Box[] {
    const words = this.drawing.spans[piece]?.firstChild
    if (!words || words.nodeType !== Node.TEXT_NODE) return []
    const range = document.createRange()
    range.setStart(words, Math.min(start, words.textContent?.length ?? 0))
    range.setEnd(words, Math.min(end, words.textContent?.length ?? 0))
    const page = this.element.getBoundingClientRect()
    return [...range.getClientRects()].map((r) => ({ left: r.left - page.left, top: r.top - page.top, right: r.right - page.left, bottom: r.bottom - page.top }))
  }
}
