// A picture as the one page it is.

import type { Papers } from './surface.svelte'

export function openPicture(url: string, name: string): Promise<Papers> {
  return Promise.resolve({
    count: 1,
    draw: async (page, scale, host) => {
      const image = new Image()
      image.alt = name
      image.draggable = false
      image.src = url
      await image.decode()
      host.replaceChildren(image)
      const round = (v: number) => Math.round(v * 100) / 100
      return {
        width: image.naturalWidth * scale,
        height: image.naturalHeight * scale,
        toArea: (b) => ({ page, x0: round(b.left / scale), y0: round(b.top / scale), x1: round(b.right / scale), y1: round(b.bottom / scale) }),
        toBox: (a) => ({ left: a.x0 * scale, top: a.y0 * scale, right: a.x1 * scale, bottom: a.y1 * scale }),
        spans: [],
        pieces: [],
        end: () => {},
      }
    },
    end: () => {},
  })
}
