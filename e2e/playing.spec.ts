// Sound under a text, picture beside the marks, and what is said where neither can be played.

import { expect, test, type Page } from '@playwright/test'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { faults, study } from './page.ts'
import { makeSound, makeUnplayable, makeVideo } from './sound.ts'
import { start, type Server } from './server.ts'

let server: Server
let files: string
let away: string

/** Turns of eight seconds, with a pause of two between them. */
const captions = (turns: number) => {
  const at = (s: number) => `00:${String(Math.floor(s / 60)).padStart(2, '0')}:${String(s % 60).padStart(2, '0')}.000`
  return `WEBVTT\n\n${Array.from({ length: turns }, (_, i) => `${at(i * 10)} --> ${at(i * 10 + 8)}\n<v ${i % 2 ? 'Doctor 3' : 'Interviewer'}>This is what was said in turn ${i + 1}, and there was more of it than anybody had asked for.\n`).join('\n')}`
}

test.describe.configure({ mode: 'default', timeout: 90_000 }) // one study for all of them: making its sound takes a while
test.beforeAll(async () => {
  test.setTimeout(300_000)
  files = mkdtempSync(join(tmpdir(), 'crosscase-playing-'))
  server = await start((run) => {
    const put = (name: string, text: string) => {
      writeFileSync(join(files, name), text)
      return join(files, name)
    }
    away = makeSound(files, 'away.mp3', 60)
    run(['import', study, '--site', 'A', makeSound(files, 'heard.mp3', 400), makeSound(files, 'unseen.mp3', 2400), away, makeUnplayable(files, 'strange.m4a', 60), makeVideo(files, 'seen.webm', 30), makeVideo(files, 'filmed.mp4', 30)])
    run(['import', study, '--site', 'A', '--interview', 'heard', put('words of it.vtt', captions(40))])
    run(['import', study, '--site', 'A', '--interview', 'away', put('words of away.vtt', captions(4))])
    run(['import', study, '--site', 'A', put('no sound.vtt', captions(4))])
  })
})
test.afterAll(() => {
  server.stop()
  rmSync(files, { recursive: true, force: true })
})

async function lay(page: Page, name: string): Promise<string[]> {
  const wrong: string[] = []
  page.on('pageerror', (e) => wrong.push(e.message))
  await page.goto(`${server.url}/s/${study}/sources`)
  await page.getByRole('searchbox', { name: 'Search sources' }).fill(name)
  await page.getByRole('link', { name, exact: true }).click()
  return wrong
}

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const seconds = async (page: Page): Promise<number> => {
  const [s = '0', m = '0'] = (await page.getByLabel('Place; a time and Enter goes there').inputValue()).split(':').reverse()
  return Number(m) * 60 + Number(s)
}
const saying = (page: Page) => page.locator('.cm-line.saying')

test('a transcript plays from its times, and the turn being said is marked', async ({ page }) => {
  const wrong = await lay(page, 'words of it')
  await expect(page.getByRole('textbox', { name: 'Text of words of it' })).toBeFocused()
  await expect(page.getByRole('group', { name: 'Player' })).toContainText('of 6:40')
  expect(await faults(page)).toEqual([])

  // A click on a time.
  await page.getByTitle('Play from 0:20').click()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await expect(saying(page)).toContainText('in turn 3,')
  await expect.poll(() => seconds(page)).toBeGreaterThan(20.3)

  // Keys: pause from the text, back and forward, speed; Enter at a name and P anywhere in a turn.
  await page.locator('.cm-content').focus()
  await press(page, 'Tab')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await expect(page.locator('.cm-content')).toBeFocused()
  const paused = await seconds(page)
  await press(page, 'F2')
  await expect.poll(() => seconds(page)).toBeCloseTo(paused + 3, 1)
  await press(page, 'F1')
  await expect.poll(() => seconds(page)).toBeCloseTo(paused, 1)
  await press(page, 'F4', 'F4')
  await expect(page.getByRole('button', { name: /speed: press for 100/ })).toContainText('120 %')
  await press(page, 'Control+Home', 'Enter')
  await expect(saying(page)).toContainText('in turn 1,')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await press(page, 'Escape')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await press(page, 'ArrowDown', 'ArrowDown', 'End', 'p')
  await expect.poll(() => seconds(page)).toBeGreaterThan(9.9)
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()

  // In a pause of the talk nobody is marked; while a word is corrected it plays on, and Tab stops it.
  await press(page, 'F2', 'F2', 'F2')
  await expect(saying(page)).toHaveCount(0)
  await expect(saying(page)).toContainText('in turn 3,')
  await press(page, 'Control+e')
  await page.keyboard.type('!')
  await press(page, 'Tab')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await press(page, 'Escape')
  await expect(page.getByRole('status').filter({ hasText: /^Saved/ })).toBeVisible()

  // What comes to be said stays in sight.
  const field = page.getByLabel('Place; a time and Enter goes there')
  await page.getByTitle('Play from 0:20').click()
  await field.fill('3:28')
  await press(page, 'Enter')
  await expect(page.locator('.cm-line.saying', { hasText: 'in turn 22,' })).toBeInViewport()
  await press(page, 'Escape')
  const left = await seconds(page)

  // Place and speed are remembered, and known to the desk of the recording; so is what was heard.
  await page.reload()
  await expect(page.getByRole('button', { name: /speed: press for 100/ })).toContainText('120 %')
  await expect.poll(() => seconds(page)).toBeCloseTo(left, 0)
  expect(wrong).toEqual([])
  await lay(page, 'heard')
  await expect(page.getByRole('slider', { name: 'Place in the recording' })).toBeVisible()
  await expect.poll(() => seconds(page)).toBeCloseTo(left, 0)
  const heard = async () => ((await (await fetch(`${server.url}/api/studies/${study}/desk/sources/heard/passes`)).json()) as { heard: [number, number][] }).heard
  await expect.poll(async () => (await heard()).some(([s, e]) => s <= 20_400 && e > 20_400)).toBe(true)
})

test('the waveform comes when its job is over, told by the stream and not by asking', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (r) => {
    const what = /\/(peaks|jobs|passes|events)(\?|$)/.exec(new URL(r.url()).pathname)?.[1]
    if (what) asked.push(what)
  })
  for (const f of readdirSync(join(server.data, 'media'), { recursive: true, encoding: 'utf8' })) if (f.includes('peaks')) rmSync(join(server.data, 'media', f), { recursive: true, force: true })
  await lay(page, 'unseen')
  await expect(page.getByText(/^Drawing the waveform/)).toBeVisible()
  await expect(page.getByText(/^Drawing the waveform/)).toHaveCount(0, { timeout: 40_000 })
  await expect(page.getByText(/^No waveform/)).toHaveCount(0)
  const times = (what: string) => asked.filter((a) => a === what).length
  expect(times('peaks')).toBeLessThanOrEqual(3) // at first, where the stream began later than that, and when the job was over
  expect(times('jobs')).toBe(2) // the list of sources asks too
  expect(times('events')).toBe(1)
})

test('a transcript without its recording says so where somebody wants to hear it', async ({ page }) => {
  await lay(page, 'no sound')
  await expect(page.getByRole('textbox', { name: 'Text of no sound' })).toBeFocused()
  await expect(page.locator('.numbers .time').first()).toHaveText('0:00')
  await expect(page.locator('.numbers button.time')).toHaveCount(0)
  await press(page, 'p')
  await expect(page.getByRole('status').filter({ hasText: 'The recording of this text is not in the study.' })).toBeAttached()
  await press(page, 'F6')
  await expect(page.getByRole('tab', { name: 'Codings' })).toBeFocused()
  await press(page, 'F6')
  await expect(page.getByRole('textbox', { name: 'Text of no sound' })).toBeFocused()
})

const marksWork = async (page: Page, name: string) => {
  const onDesk = async () => ((await (await fetch(`${server.url}/api/studies/${study}/desk/sources/${encodeURIComponent(name)}`)).json()) as { excerpts: { start: number; end: number; codings: unknown[] }[] }).excerpts
  const go = page.getByLabel('Place; a time and Enter goes there')
  await go.fill('0:05')
  await press(page, 'Enter', 'F6', ',')
  await go.fill('0:09.5')
  await press(page, 'Enter', 'F6', '.')
  await expect(page.getByRole('combobox', { name: 'Which theme?' })).toBeFocused()
  await page.keyboard.type('S7')
  await press(page, 'Enter', 'Escape')
  await expect.poll(onDesk).toMatchObject([{ start: 5000, end: 9500, codings: [{}] }])
}

test('a recording whose file is missing says so, and is marked by time', async ({ page }) => {
  const of = (await (await fetch(`${server.url}/api/studies/${study}/desk/sources/away`)).json()) as { media: { url: string } }
  const stored = readdirSync(join(server.data, 'media'), { recursive: true, encoding: 'utf8', withFileTypes: true }).filter((f) => f.isFile()).map((f) => join(f.parentPath, f.name))
  for (const f of stored) if (readFileSync(f).equals(readFileSync(away))) rmSync(f)
  expect((await fetch(`${server.url}${of.media.url}`)).status).toBe(404)
  await lay(page, 'away')
  await expect(page.getByRole('alert')).toContainText('The file of this recording is not on the server')
  expect(await faults(page)).toEqual([])
  await marksWork(page, 'away')
  await lay(page, 'words of away')
  await expect(page.getByRole('alert')).toContainText('The file of this recording is not on the server')
  await press(page, 'p')
  await expect(page.getByRole('status').filter({ hasText: 'cannot be played here' })).toBeAttached()
  expect(await faults(page)).toEqual([])
})

test('a recording that the browser cannot play says so, and has its waveform and its marks', async ({ page }) => {
  await lay(page, 'strange')
  await expect(page.getByRole('alert')).toContainText('This browser cannot play audio/mp4')
  await expect(page.getByText(/waveform/i)).toHaveCount(0, { timeout: 30_000 })
  expect(await faults(page)).toEqual([])
  await marksWork(page, 'strange')
})

for (const name of ['seen', 'filmed'])
  test(`a video is shown and played by keyboard: ${name === 'seen' ? '.webm' : '.mp4'}`, async ({ page }) => {
    const wrong = await lay(page, name)
    const picture = page.locator('video')
    await expect(picture).toBeVisible()
    expect(await faults(page)).toEqual([])
    await expect.poll(() => picture.evaluate((v: HTMLVideoElement) => v.videoWidth)).toBe(320)
    await press(page, 'F6', 'Tab')
    await expect.poll(() => seconds(page)).toBeGreaterThan(1)
    await press(page, 'Escape')
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
    await press(page, 'F2')
    await expect.poll(() => picture.evaluate((v: HTMLVideoElement) => v.currentTime)).toBeGreaterThan(4)
    expect(wrong).toEqual([])
  })
