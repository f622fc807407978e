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

  // A chart of 40 sites by 30 themes over 200 interviews and 20,000 codings, all cells charted, where it has been made.
  const synthetic = '/s/synthetic'
  if ((await fetch(`${base}/api/studies/synthetic`)).ok) {
    const median = (times) => `${Math.round(times.sort((a, b) => a - b)[Math.floor(times.length / 2)])} ms median of ${times.length} (${Math.round(times[0])} to ${Math.round(times.at(-1))})`
    const context = await browser.newContext({ viewport: { width: 1920, height: 1000 } })
    const page = await context.newPage()
    const painted = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    const opened = []
    for (let i = 0; i < 7; i++) {
      await page.goto(`${base}${synthetic}/matrix`)
      await page.locator('[role=grid]').waitFor()
      opened.push(await page.evaluate(() => new Promise((done) => {
        const from = performance.now()
        const seen = new MutationObserver(() => {
          if (!document.querySelector('[data-chart] [data-cell]')) return
          seen.disconnect()
          requestAnimationFrame(() => setTimeout(() => done(performance.now() - from)))
        })
        seen.observe(document.body, { childList: true, subtree: true })
        ;[...document.querySelectorAll('a')].find((a) => a.textContent === 'Texts').click()
      })))
    }
    console.log(`a chart of 40 x 30, from the click to paint: ${median(opened)}`)
    const frames = await page.evaluate(() => new Promise((done) => {
      const box = document.querySelector('[data-chart]')
      const times = []
      let last = performance.now()
      const step = (now) => {
        times.push(now - last)
        last = now
        box.scrollTop += 24
        box.scrollLeft += 24
        if (times.length < 180) requestAnimationFrame(step)
        else done(times.slice(1))
      }
      requestAnimationFrame(step)
    }))
    frames.sort((a, b) => a - b)
    console.log(`scrolling it, both ways: a frame every ${frames[Math.floor(frames.length / 2)].toFixed(1)} ms, the slowest of 179 ${frames.at(-1).toFixed(0)} ms, ${frames.filter((f) => f > 34).length} over 34 ms`)
    const evidence = []
    await fetch(`${base}/api/studies/synthetic/matrix/cell?rows=site&row=A&columns=theme&column=T1`)
    for (const row of 'BCDEFGHIJK') {
      const from = performance.now()
      await (await fetch(`${base}/api/studies/synthetic/matrix/cell?rows=site&row=${row}&columns=theme&column=T1`)).arrayBuffer()
      evidence.push(performance.now() - from)
    }
    console.log(`the evidence of a cell over HTTP: ${median(evidence)}`)
    const stale = []
    await page.goto(`${base}${synthetic}/matrix?cells=summary`)
    await page.locator('[data-cell="0,0"]').waitFor()
    const list = await (await fetch(`${base}/api/studies/synthetic/matrix/cell?rows=site&row=A&columns=theme&column=T1`)).json()
    const { items } = await (await fetch(`${base}/api/studies/synthetic/nouns/codings?excerpt_id=${list.items[0].excerpt}`)).json()
    for (let i = 0; i < 6; i++) {
      const marked = page.waitForFunction((want) => (document.querySelector('[data-cell="0,0"]')?.textContent?.includes('stale') ?? false) === want, i % 2 === 0)
      const from = performance.now()
      await fetch(`${base}/api/studies/synthetic/desk/codings/${items[0].id}`, {
        method: 'PATCH', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ aspect: i % 2 === 0 ? (items[0].aspect === 'formal' ? 'practice' : 'formal') : items[0].aspect }),
      })
      await marked
      stale.push(performance.now() - from)
    }
    await painted()
    console.log(`a coding changed elsewhere, from the request until the cell is marked, or no longer: ${median(stale)}`)
    await context.close()
  }
} finally {
  await browser.close()
  server.kill()
}
