// PDF files, drawn by pdf.js. It is loaded when the first is opened, and works in a worker of its own.

import { getDocument, GlobalWorkerOptions, TextLayer, type PDFDocumentProxy } from 'pdfjs-dist'
import worker from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import type { Drawing } from './leaf'
import type { Papers } from './surface.svelte'

GlobalWorkerOptions.workerSrc = worker

/** Opens the file at an address; only what is looked at is fetched. */
export async function openPdf(url: string): Promise<Papers> {
  const files = new URL('/pdfjs/', window.location.href).href
  const task = getDocument({
    url, rangeChunkSize: 1 << 18, disableAutoFetch: true, disableStream: true, useWasm: false, enableXfa: false,
    cMapUrl: `${files}cmaps/`, standardFontDataUrl: `${files}standard_fonts/`, wasmUrl: `${files}wasm/`,
  })
  const pdf = await task.promise
  return { count: pdf.numPages, draw: (page, scale, host) => draw(pdf, page, scale, host), end: () => void task.destroy() }
}

async function draw(pdf: PDFDocumentProxy, index: number, scale: number, host: HTMLElement): Promise<Drawing> {
  const page = await pdf.getPage(index + 1)
  const viewport = page.getViewport({ scale })
  const sharp = page.getViewport({ scale: scale * Math.min(window.devicePixelRatio || 1, 3) })
  const canvas = document.createElement('canvas')
  canvas.width = Math.floor(sharp.width)
  canvas.height = Math.floor(sharp.height)
  canvas.setAttribute('aria-hidden', 'true')
  const text = document.createElement('div')
  text.className = 'textLayer'
  text.style.setProperty('--total-scale-factor', String(scale))
  host.replaceChildren(canvas, text)
  const content = await page.getTextContent()
  const layer = new TextLayer({ textContentSource: content, container: text, viewport })
  await layer.render()
  const rendering = page.render({ canvas, viewport: sharp })
  rendering.promise.catch(() => {}) // it was turned over before it was drawn
  return {
    width: viewport.width,
    height: viewport.height,
    toArea: (b) => {
      const [ax, ay] = viewport.convertToPdfPoint(b.left, b.top) as [number, number]
      const [bx, by] = viewport.convertToPdfPoint(b.right, b.bottom) as [number, number]
      return { page: index, x0: Math.min(ax, bx), y0: Math.min(ay, by), x1: Math.max(ax, bx), y1: Math.max(ay, by) }
    },
    toBox: (a) => {
      const [ax, ay] = viewport.convertToViewportPoint(a.x0, a.y0) as [number, number]
      const [bx, by] = viewport.convertToViewportPoint(a.x1, a.y1) as [number, number]
      return { left: Math.min(ax, bx), top: Math.min(ay, by), right: Math.max(ax, bx), bottom: Math.max(ay, by) }
    },
    spans: layer.textDivs,
    pieces: layer.textContentItemsStr,
    end: () => {
      rendering.cancel()
      layer.cancel()
      page.cleanup()
    },
  }
}
