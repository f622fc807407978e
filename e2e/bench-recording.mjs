// How soon the desk of an hour's recording can be used, and how fast it seeks, in Chromium against a running server:
//   node bench-recording.mjs URL STUDY SOURCE [times]
// The waveform is held back, as while it is being computed: the desk must not wait for it.

import { chromium } from '@playwright/test'

const [url, study, source, times = '20'] = process.argv.slice(2)
if (!url || !study || !source) {
  console.error('usage: node bench-recording.mjs URL STUDY SOURCE [times]')
  process.exit(2)
}
const middle = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
await page.route('**/peaks', (route) => route.fulfill({ status: 202, json: { job: { id: 'j', kind: 'peaks', source_id: source, state: 'running', done: 0.2, note: '' } } }))

const usable = []
for (let i = 0; i < 5; i++) {
  await page.goto(`${url}/s/${study}/sources/${encodeURIComponent(source)}`)
  await page.waitForSelector('[role=slider][data-stage]')
  await page.waitForFunction(() => (document.querySelector('audio, video')?.readyState ?? 0) >= 1)
  usable.push(await page.evaluate(() => performance.now()))
}
const seeks = await page.evaluate(async (n) => {
  const sound = document.querySelector('audio, video')
  const slider = document.querySelector('[role=slider][data-stage]')
  const box = slider.parentElement.previousElementSibling.getBoundingClientRect() // the whole recording
  const took = []
  for (let i = 0; i < n; i++) {
    const x = box.left + box.width * (((i * 37) % 100) / 100)
    const begun = performance.now()
    const there = new Promise((done) => sound.addEventListener('seeked', done, { once: true }))
    const at = { bubbles: true, clientX: x, clientY: box.top + 10, pointerId: 1, button: 0 }
    slider.parentElement.previousElementSibling.setPointerCapture = () => {}
    slider.parentElement.previousElementSibling.dispatchEvent(new PointerEvent('pointerdown', at))
    await there
    took.push(performance.now() - begun)
  }
  return took
}, Number(times))
console.log(`desk usable without a waveform: median ${middle(usable).toFixed(0)} ms of ${usable.length}`)
console.log(`seek to anywhere: median ${middle(seeks).toFixed(1)} ms, slowest ${Math.max(...seeks).toFixed(1)} ms of ${seeks.length}`)
await browser.close()
