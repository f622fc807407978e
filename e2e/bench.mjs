// Times the pages of the worked example in Chromium on the real binary: node bench.mjs BINARY DATA.
// A time is from the start of navigation, in a fresh browser context, to the first paint with content in it.

import { spawn } from 'node:child_process'
import { chromium } from '@playwright/test'

const [binary, data] = process.argv.slice(2)
const server = spawn(binary, ['serve', '--data', data, '--addr', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'ignore'] })
const base = await new Promise((found, failed) => {
  server.stdout.on('data', (b) => found(b.toString().trim()))
  server.on('exit', failed)
})
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
const study = '/s/nhs-medical-leadership'
const pages = [
  ['the front page of the demo', study, 'text=Interviews'],
  ['the matrix of nine sites by 30 themes', `${study}/matrix`, '[role=grid], table'],
  ['the claims', `${study}/claims`, 'text=C35'],
]
try {
  for (const [name, path, shown] of pages) {
    const times = []
    for (let i = 0; i < 7; i++) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
      const page = await context.newPage()
      const from = performance.now()
      await page.goto(base + path, { waitUntil: 'commit' })
      await page.locator(shown).first().waitFor()
      await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))))
      times.push(performance.now() - from)
      await context.close()
    }
    times.sort((a, b) => a - b)
    console.log(`${name}: ${Math.round(times[3])} ms median of 7 (${Math.round(times[0])} to ${Math.round(times[6])})`)
  }
} finally {
  await browser.close()
  server.kill()
}
