// Times the coding desk in Chromium on the real binary: node bench-desk.mjs BINARY.
// Sources are made up: words of one seed, codings placed at random. Opening is from the click on the link in the list
// of sources (the program is loaded) to the first frame with codings in it, at which the caret answers keys.

import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium } from '@playwright/test'

const binary = resolve(process.argv[2] ?? '../bin/crosscase')
const data = mkdtempSync(join(tmpdir(), 'crosscase-bench-'))
let seed = 20
const next = (n) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % n
const vocabulary = 'the board never met and then somebody asked who holds budget for ward nurses doctors managers trust said that it works in practice but not on paper because people left before anything was agreed with them again'.split(' ')

function transcript(length) {
  const lines = []
  let size = 0
  for (let turn = 0; size < length; turn++) {
    const words = Array.from({ length: 12 + next(70) }, () => vocabulary[next(vocabulary.length)])
    const line = `${turn % 2 ? 'Respondent' : 'Interviewer'}: ${words.join(' ')}.`
    lines.push(line)
    size += line.length + 1
  }
  return lines.join('\n').slice(0, length)
}

function codings(name, length, count) {
  const rows = ['site,source,start,end,theme,coder']
  for (let i = 0; i < count; i++) {
    const start = next(length - 300)
    rows.push(`A,${name},${start},${start + 20 + next(260)},Theme ${1 + next(30)},bench`)
  }
  return rows.join('\n')
}

const sizes = [['t60k', 60_000, 1500], ['t300k', 300_000, 3000]]
const run = (...args) => execFileSync(binary, ['--data', data, ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
run('study', 'create', 'bench', '--title', 'Bench')
for (const [name, length, count] of sizes) {
  writeFileSync(join(data, `${name}.txt`), transcript(length))
  writeFileSync(join(data, `${name}.csv`), codings(name, length, count))
  run('import', 'bench', '--site', 'A', join(data, `${name}.txt`))
  run('import', 'bench', join(data, `${name}.csv`))
}
const server = spawn(binary, ['serve', '--data', data, '--addr', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'ignore'] })
const base = await new Promise((found, failed) => {
  server.stdout.on('data', (b) => found(/https?:\/\/[^\s/]+/.exec(b.toString())?.[0]))
  server.on('exit', failed)
})
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
const middle = (times) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0
const say = (what, times, unit = 'ms') => console.log(`${what}: ${middle(times).toFixed(1)} ${unit} median of ${times.length} (${Math.min(...times).toFixed(1)} to ${Math.max(...times).toFixed(1)})`)

try {
  for (const [name, length, count] of sizes) {
    const title = `${length.toLocaleString('en')} characters, ${count.toLocaleString('en')} codings`
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
    const opened = []
    for (let i = 0; i < 6; i++) {
      await page.goto(`${base}/s/bench/sources`)
      const link = page.getByRole('link', { name: name, exact: false }).first()
      await link.waitFor()
      if (i === 0) { // the program of the desk is loaded once, as it is in a day's work
        await link.click()
        await page.locator('.coded').first().waitFor()
        await page.locator('a.back').click()
        await link.waitFor()
      }
      opened.push(await link.evaluate((a) => new Promise((done) => {
        const from = performance.now()
        const look = () => document.querySelector('.coded') && document.querySelector('.stripe') ? requestAnimationFrame(() => done(performance.now() - from)) : requestAnimationFrame(look)
        a.click()
        look()
      })))
    }
    say(`${title}: opened`, opened.slice(1))

    // A frame is late where the next one comes more than a frame and a half after it.
    const frames = await page.evaluate(() => new Promise((done) => {
      const scroller = document.querySelector('.cm-scroller')
      const times = []
      let last = performance.now()
      const step = (now) => {
        times.push(now - last)
        last = now
        scroller.scrollTop += 40
        if (times.length < 240) requestAnimationFrame(step)
        else done(times.slice(1))
      }
      requestAnimationFrame(step)
    }))
    console.log(`${title}: scrolling 40 px a frame, ${frames.filter((f) => f > 25).length} of ${frames.length} frames late, the longest ${Math.max(...frames).toFixed(1)} ms`)

    await page.keyboard.press('Control+e')
    await page.locator('.cm-content').evaluate((e) => e.focus())
    await page.mouse.click(500, 400)
    const client = await page.context().newCDPSession(page)
    for (const [timeDomain, of] of [['timeTicks', 'wall'], ['threadTicks', 'processor']]) {
      await client.send('Performance.disable')
      await client.send('Performance.enable', { timeDomain })
      const busy = async () => (await client.send('Performance.getMetrics')).metrics.find((m) => m.name === 'TaskDuration').value * 1000
      const work = []
      for (let i = 0; i < 60; i++) {
        const before = await busy()
        await page.keyboard.type('abcdefghij '[i % 11])
        await page.evaluate(() => new Promise((f) => requestAnimationFrame(() => requestAnimationFrame(f))))
        work.push((await busy()) - before)
      }
      say(`${title}: a key of correction, all work of the page's thread until it is painted, ${of} time`, work.slice(3))
    }
    await page.close()
  }
} finally {
  await browser.close()
  server.kill()
  rmSync(data, { recursive: true, force: true })
}
