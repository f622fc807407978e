// What pdf.js asks for while it shows a file: characters of Asian fonts, the fonts that every reader has, and decoders
// of scanned pictures, as scripts rather than WebAssembly, which the page's policy does not allow.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const folders: readonly (readonly [folder: string, wanted: RegExp])[] = [
  ['cmaps', /./], ['standard_fonts', /./], ['wasm', /_nowasm_fallback\.js$|^LICENSE_(PDFJS_)?(JBIG2|OPENJPEG)$/],
]

export function pdfjsFiles(): Plugin {
  return {
    name: 'pdfjs-files',
    apply: 'build',
    generateBundle() {
      const root = join(import.meta.dirname, 'node_modules/pdfjs-dist')
      for (const [folder, wanted] of folders) {
        for (const name of readdirSync(join(root, folder))) {
          if (wanted.test(name)) this.emitFile({ type: 'asset', fileName: `pdfjs/${folder}/${name}`, source: readFileSync(join(root, folder, name)) })
        }
      }
    },
  }
}
