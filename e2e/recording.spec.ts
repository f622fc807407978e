// From an hour of sound to a coded, partly typed interview whose position stands in the site's agreement, without a
// mouse; and what a bad connection does to uploads and to typing.

import { expect, test, type FileChooser, type Page } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { faults, study } from './page.ts'
import { makeSound } from './sound.ts'
import { start, type Server } from './server.ts'

interface Excerpt { id: string; start: number; end: number; kind: string; text: string; turns?: { speaker: string; participant_id?: string }[]; codings: { position_id?: string; aspect: string; elicited?: string; participant_id?: string }[] }
interface OnDesk { id: string; length: number; excerpts: Excerpt[]; silences: { kind: string; start?: number; end?: number }[] }

let server: Server
let directory: string
let hour: string

test.describe.configure({ mode: 'serial', timeout: 180_000 })
test.beforeAll(async () => {
  test.setTimeout(180_000)
  directory = mkdtempSync(join(tmpdir(), 'crosscase-sound-'))
  hour = makeSound(directory, 'A-90 clinical director 2021-05-31.mp3', 3600)
  server = await start()
})
test.afterAll(() => {
  server.stop()
  rmSync(directory, { recursive: true, force: true })
})

const at = (rest: string) => `${server.url}/s/${study}${rest}`
const api = async <A>(path: string): Promise<A> => (await (await fetch(`${server.url}/api/studies/${study}${path}`)).json()) as A
const onDesk = () => api<OnDesk>(`/desk/sources/${encodeURIComponent('A-90 clinical director 2021-05-31')}`)
const slider = (page: Page) => page.getByRole('slider', { name: 'Place in the recording' })
const place = async (page: Page): Promise<number> => Number(await slider(page).getAttribute('aria-valuenow'))
const saved = (page: Page) => expect(page.locator('[data-saving=saved]').first()).toBeVisible()

/** Plays on to a second of the recording. */
const playedTo = (page: Page, second: number) => expect.poll(() => place(page), { timeout: 20_000, intervals: [100] }).toBeGreaterThanOrEqual(second)

async function choose(page: Page, files: Parameters<FileChooser['setFiles']>[0]): Promise<void> {
  await expect(page.getByRole('button', { name: /Add files/ })).toBeVisible()
  const chooser = page.waitForEvent('filechooser', { timeout: 10_000 })
  await page.keyboard.press('a')
  await (await chooser).setFiles(files)
}

async function openRecording(page: Page): Promise<void> {
  await page.goto(at(`/sources/${(await onDesk()).id}`))
  await expect(slider(page)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Nothing on/ })).toBeVisible()
}

test('an hour of sound is sent, marked, coded, typed and stands in the agreement', async ({ page }) => {
  const wrong: string[] = []
  page.on('pageerror', (e) => wrong.push(e.message))
  await page.addInitScript(() => document.addEventListener('securitypolicyviolation', (e) => console.error(`policy: ${e.violatedDirective}`)))
  page.on('console', (m) => m.type() === 'error' && wrong.push(m.text()))

  await page.goto(at('/sources'))
  await choose(page, [hour])
  const row = page.getByRole('group', { name: /A-90 clinical director/ })
  await expect(row.getByLabel('Site')).toHaveValue('A')
  await expect(row.getByLabel('Date')).toHaveValue('2021-05-31')
  await row.getByLabel('Participants').focus()
  await page.keyboard.type('Doctor 90')
  await page.keyboard.press('Enter')
  await expect(row).toContainText('is in the study', { timeout: 60_000 })
  expect(await faults(page)).toEqual([])
  await row.getByRole('link', { name: 'Open it' }).focus()
  await page.keyboard.press('Enter')
  await expect(slider(page)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Nothing on/ })).toBeVisible()

  // Mark in and out while it plays; the strip asks, and the sound goes on.
  await page.keyboard.press('F6')
  await page.keyboard.press('Tab')
  await playedTo(page, 1)
  await page.keyboard.press(',')
  await playedTo(page, 4)
  await page.keyboard.press('.')
  await expect(page.getByRole('combobox', { name: 'Which theme?' })).toBeFocused()
  await page.keyboard.type('S5')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('group', { name: 'Which question does it answer?' })).toBeFocused()
  const before = await place(page)
  expect(await faults(page)).toEqual([])
  for (const key of ['1', '1', 'p', 'v']) await page.keyboard.press(key)
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await playedTo(page, before + 1)
  await expect.poll(async () => (await onDesk()).excerpts[0]?.codings.length).toBe(1)
  const [first] = (await onDesk()).excerpts
  expect(first?.start).toBeGreaterThan(500)
  expect((first?.end ?? 0) - (first?.start ?? 0)).toBeGreaterThan(1500)
  expect(first?.codings[0]).toMatchObject({ aspect: 'practice', elicited: 'no' })
  expect(first?.codings[0]?.participant_id).toBeTruthy()

  // Speed, back, forward, and the last twenty seconds; the theme of before again.
  for (let i = 0; i < 5; i++) await page.keyboard.press('F4')
  await expect(page.getByRole('button', { name: /speed: press for 100/ })).toContainText('150 %')
  for (let i = 0; i < 20; i++) await page.keyboard.press('F2')
  await playedTo(page, 62)
  await page.keyboard.press('x')
  await page.keyboard.press('Escape')
  await page.keyboard.press('q')
  await expect.poll(async () => (await onDesk()).excerpts.length).toBe(2)
  await expect.poll(async () => (await onDesk()).excerpts[1]?.codings.length).toBe(1)
  const second = (await onDesk()).excerpts[1]
  expect((second?.end ?? 0) - (second?.start ?? 0)).toBe(20_000)

  // Words in turns, beside the loop.
  await page.keyboard.press('J')
  await page.keyboard.press('e')
  const words = page.getByRole('textbox', { name: 'Words of this excerpt' })
  await expect(words).toBeFocused()
  await page.keyboard.type('i:And who leads?')
  await page.keyboard.press('Enter')
  await page.keyboard.type('We do, the doctors.')
  await expect(words).toHaveValue('Interviewer: And who leads?\nDoctor 90: We do, the doctors.')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await expect(words).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Alt+t')
  await expect(words).toHaveValue(/\nInterviewer: \[0:0\d\.\d\] $/)
  await page.keyboard.type('Always?')
  await saved(page)
  await expect.poll(async () => (await onDesk()).excerpts[0]?.text).toContain('Always?')
  const typed = (await onDesk()).excerpts[0]
  expect(typed?.kind).toBe('verbatim')
  expect(typed?.turns?.map((t) => t.speaker)).toEqual(['Interviewer', 'Doctor 90', 'Interviewer'])
  expect(typed?.turns?.[1]?.participant_id).toBe(typed?.codings[0]?.participant_id)

  // Edges, a key mark, and taking back.
  await page.keyboard.press('F6')
  await page.keyboard.press(']')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Control+ArrowRight')
  await page.keyboard.press('i')
  await expect.poll(async () => (await onDesk()).excerpts[0]?.end).toBe((typed?.end ?? 0) + 1100)
  const star = page.getByRole('region', { name: 'Chosen excerpt' }).getByRole('button', { name: 'Key excerpt' })
  await expect(star).toHaveAttribute('aria-pressed', 'true')
  await saved(page)
  await page.keyboard.press('Control+z')
  await expect(star).toHaveAttribute('aria-pressed', 'false')
  await page.keyboard.press('Control+Shift+z')
  await expect(star).toHaveAttribute('aria-pressed', 'true')

  // Nothing on this theme here; another silence of the whole recording; a pass that listens for one theme.
  await page.keyboard.press('l')
  await page.keyboard.press('l')
  await page.keyboard.press('l')
  await page.keyboard.press('End')
  for (let i = 0; i < 6; i++) await page.keyboard.press('F1')
  const last = await place(page)
  await page.keyboard.press('Tab')
  await playedTo(page, last + 2)
  await page.keyboard.press('0')
  await page.keyboard.press('Tab')
  await expect.poll(async () => (await onDesk()).silences.map((s) => s.kind)).toEqual(['listened_nothing'])
  await page.keyboard.press('s')
  await page.keyboard.press('w')
  await page.keyboard.press('r')
  await expect.poll(async () => (await onDesk()).silences.find((s) => s.kind === 'not_raised')).toBeTruthy()
  await page.keyboard.press('p')
  await page.keyboard.type('P11')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^Pass 1, listening for/ })).toContainText('P11')
  await page.keyboard.press('Enter')
  expect(await faults(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await faults(page)).toEqual([])

  // The next unheard stretch, and what is heard.
  await page.keyboard.press('F6')
  await page.keyboard.press('Home')
  await page.keyboard.press('h')
  await expect.poll(() => place(page)).toBeGreaterThan(3)
  expect(await place(page)).toBeLessThan(60)
  const here = await place(page)
  await page.reload()
  await expect(slider(page)).toBeVisible()
  await expect.poll(() => place(page)).toBe(here)
  await page.keyboard.press('j')
  const passes = await api<{ items: { number: number }[]; heard: [number, number][]; transcribed: number }>(`/desk/sources/${(await onDesk()).id}/passes`)
  expect(passes.heard.length).toBeGreaterThan(1)
  expect(passes.heard.every(([s, e]) => e > s)).toBe(true)
  expect(passes.heard.reduce((sum, [s, e]) => sum + e - s, 0)).toBeLessThan(120_000)
  expect(passes.transcribed).toBeGreaterThan(1500)

  await page.goto(at('/listening'))
  await expect(page.getByRole('row', { name: /A-90 clinical director/ })).toContainText(/0 % of (59 min|1 h).*1.*local/)
  expect(await faults(page)).toEqual([])

  // The position stands in the site's agreement.
  const { questions } = await api<{ questions: { question: string; aspect: string; sites: { site: string; voices: number; positions: Record<string, number> }[] }[] }>('/agreement?site=A')
  const answered = questions.filter((q) => q.aspect === 'practice' && q.sites.some((s) => s.site === 'A' && s.voices === 1))
  expect(answered.length).toBe(1)
  expect(Object.values(answered[0]?.sites[0]?.positions ?? {}).reduce((a, b) => a + b, 0)).toBe(1)
  expect(wrong).toEqual([])
})

test('a torn upload goes on where it stopped, after a reload', async ({ page }) => {
  const sent: number[] = []
  const torn = makeSound(directory, 'B-91 nurse.mp3', 3600)
  let tear = true
  await page.route('**/uploads/*', async (route) => {
    const request = route.request()
    if (request.method() !== 'PATCH') return route.continue()
    const offset = Number(request.headers()['upload-offset'])
    if (tear && offset > 0) return route.abort('connectionreset')
    sent.push(offset)
    return route.continue()
  })
  await page.goto(at('/sources'))
  await choose(page, [torn])
  const row = page.getByRole('group', { name: 'B-91 nurse.mp3' })
  await expect.poll(() => sent.length).toBe(1)
  await expect(row).toContainText(/[1-9]\d % of/)
  await page.reload()
  await expect(row).toContainText('was broken off')
  tear = false
  await choose(page, [torn])
  await expect(row).toContainText('is here')
  expect(sent.length).toBe(2)
  expect(sent[1]).toBeGreaterThan(8_000_000)
  await row.getByLabel('Name').focus()
  await page.keyboard.press('Enter')
  await expect(row).toContainText('is in the study')
})

test('one bad file does not stop the others, and says why', async ({ page }) => {
  await page.goto(at('/sources'))
  await choose(page, [
    { name: 'C-92 lies.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('this is no sound') },
    { name: 'empty.wav', mimeType: 'audio/wav', buffer: Buffer.alloc(0) },
    { name: 'A-90 clinical director 2021-05-31.vtt', mimeType: 'text/vtt', buffer: Buffer.from('WEBVTT\n\n00:00.000 --> 00:02.000\n<v Doctor 90>We do.\n') },
  ])
  await page.getByRole('button', { name: /Add all/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('group', { name: 'C-92 lies.mp3' }).getByRole('alert')).toContainText('no recording')
  await expect(page.getByRole('group', { name: 'empty.wav' }).getByRole('alert')).toContainText('empty')
  await expect(page.getByRole('group', { name: /vtt/ })).toContainText('is in the study')
})

test('what is typed while the connection is lost is kept, through a reload too', async ({ page, context }) => {
  await openRecording(page)
  await page.keyboard.press('j')
  const words = page.getByRole('textbox', { name: 'Words of this excerpt' })
  await words.focus()
  await page.keyboard.press('Control+End')
  await page.route('**/api/studies/*/desk/excerpts/*', (route) => route.abort('internetdisconnected'))
  await page.keyboard.type(' Kept.')
  await expect(page.locator('[data-saving=waiting]')).toBeVisible()
  expect((await onDesk()).excerpts[0]?.text).not.toContain('Kept.')
  await page.reload()
  await expect(slider(page)).toBeVisible()
  await page.keyboard.press('j')
  await expect(words).toHaveValue(/Kept\.$/)
  await page.unroute('**/api/studies/*/desk/excerpts/*')
  await context.setOffline(true)
  await context.setOffline(false)
  await expect.poll(async () => (await onDesk()).excerpts[0]?.text, { timeout: 20_000 }).toContain('Kept.')
  await saved(page)
})

test('two people who type in one excerpt are told', async ({ page }) => {
  await openRecording(page)
  await page.keyboard.press('j')
  const [e] = (await onDesk()).excerpts
  let hold: (() => void) | null = null
  await page.route('**/api/studies/*/desk/excerpts/*', async (route) => {
    if (!hold) await new Promise<void>((go) => (hold = go)) // the first one only
    await route.continue()
  })
  await page.getByRole('textbox', { name: 'Words of this excerpt' }).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' Mine.')
  await expect.poll(() => hold !== null).toBe(true)
  await fetch(`${server.url}/api/studies/${study}/desk/excerpts/${e?.id ?? ''}`, { method: 'PATCH', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ text: 'Theirs.' }) })
  ;(hold as (() => void) | null)?.()
  const told = page.getByRole('alert').filter({ hasText: 'Somebody else has changed these words' })
  await expect(told).toContainText('Theirs.')
  await told.getByRole('button', { name: 'Keep mine' }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await onDesk()).excerpts[0]?.text).toContain('Mine.')
})
