import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { pdfjsFiles } from './pdfjs-files.ts'

// `npm run dev` shows the page over a running `crosscase serve`; CROSSCASE_URL says where.
const api = process.env['CROSSCASE_URL'] ?? 'http://127.0.0.1:8787'

export default defineConfig({
  plugins: [svelte(), pdfjsFiles()],
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : undefined,
  build: {
    target: 'es2022',
    // One stylesheet and no inlined files: the page runs under a policy without data: fonts or inline styles.
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    emptyOutDir: true,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': api, '/openapi.yaml': api } },
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'], setupFiles: ['src/test-setup.ts'] },
})
