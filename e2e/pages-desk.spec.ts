// PDFs and pictures on the desk: words selected on the page, areas drawn by mouse and by keys, and both found again.

import { expect, test, type Page } from '@playwright/test'
import { faults, study } from './page.ts'
import { pdf } from './pdf.ts'
import { picture } from './picture.ts'
import { start, type Server } from './server.ts'

interface Area { page: number; x0: number; y0: number; x1: number; y1: number }
interface Excerpt { id: string; start: number; end: number; measure: string; kind: string; text: string; areas?: Area[]; key?: boolean; codings: { theme_id: string }[] }
interface OnDesk { id: string; text: string; pages?: number[]; excerpts: Excerpt[]; memos: { text: string }[] }

let server: Server
const wrong: string[] = []
test.describe.configure({ mode: 'serial', timeout: 120_000 })
test.beforeAll(async () => {
  server = await start()
})
test.afterAll(() => server.stop())
test.beforeEach(async ({ page }) => {
  page.on('pageerror', (e) => wrong.push(e.message))
  page.on('console', (m) => m.type() === 'error' && wrong.push(m.text()))
  await page.addInitScript(() => document.addEventListener('securitypolicyviolation', (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI}`)))
})
test.afterEach(() => expect(wrong.splice(0)).toEqual([]))

const at = (rest: string) => `${server.url}/s/${study}${rest}`
const onDesk = async (name: string): Promise<OnDesk> => (await (await fetch(`${server.url}/api/studies/${study}/desk/sources/${encodeURIComponent(name)}`)).json()) as OnDesk
const line = (p: number, n: number) => `Line ${n} of page ${p}: the board decides (quickly) and the ward is asked later.`

async function bring(page: Page, name: string, body: Buffer): Promise<void> {
  await page.goto(at('/import'))
  await page.getByLabel('Files to add').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: body })
  const row = page.getByRole('group', { name })
  await expect(row).toContainText(/picture|document/, { timeout: 60_000 })
  await row.getByRole('button', { name: 'Add to the study' }).click()
  await expect(row).toContainText('is in the study', { timeout: 60_000 })
  await row.getByRole('link', { name: 'Open it' }).click()
  await expect(page.locator('.host')).toBeVisible()
}
const words = (page: Page, text: string) => page.locator('.textLayer span', { hasText: text })

/** Drags over a part of the words of one line. */
async function select(page: Page, text: string, from: number, to: number): Promise<void> {
  const box = (await words(page, text).boundingBox())!
  await page.mouse.move(box.x + box.width * from + 1, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * to, box.y + box.height / 2, { steps: 6 })
  await page.mouse.up()
}
async function code(page: Page, theme: string): Promise<void> {
  await page.keyboard.press('/')
  await expect(page.getByRole('combobox', { name: 'Find a theme' })).toBeFocused()
  await page.keyboard.type(theme)
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^Coded/).first()).toBeAttached().catch(() => {})
  if (await page.getByRole('dialog', { name: 'Apply a theme' }).isVisible()) await page.keyboard.press('Escape')
}

test('words of a PDF are coded on its page, in code points of its text', async ({ page }) => {
  await bring(page, 'A policy.pdf', pdf(Array.from({ length: 200 }, (_, p) => Array.from({ length: 30 }, (_, n) => line(p + 1, n + 1)))))
  await expect(words(page, 'Line 3 of page 1:')).toBeVisible()
  expect(await page.locator('canvas').count()).toBeLessThan(6)
  await select(page, 'Line 3 of page 1:', 0, 0.55)
  await code(page, 'S1')
  await expect.poll(async () => (await onDesk('A policy')).excerpts.length).toBe(1)
  const [e] = (await onDesk('A policy')).excerpts
  const { text } = await onDesk('A policy')
  expect(e?.measure).toBe('code_points')
  expect(e?.text).toMatch(/^Line 3 of page 1: the board/)
  expect([...text].slice(e?.start, e?.end).join('')).toBe(e?.text)
  expect(e?.areas?.[0]?.page).toBe(0)
  expect(e?.areas?.[0]?.x0).toBeCloseTo(72, 0)
  await expect(page.locator('.mark').first()).toBeVisible()
  expect(await faults(page)).toEqual([])

  // A stretch of two lines on a page far down, and the digit of the strip.
  await page.getByRole('spinbutton', { name: /^Page/ }).fill('150')
  await page.keyboard.press('Enter')
  const first = words(page, 'Line 2 of page 150:')
  await expect(first).toBeVisible()
  const [a, b] = [(await first.boundingBox())!, (await words(page, 'Line 3 of page 150:').boundingBox())!]
  await page.mouse.move(a.x + 2, a.y + a.height / 2)
  await page.mouse.down()
  await page.mouse.move(b.x + b.width - 2, b.y + b.height / 2, { steps: 8 })
  await page.mouse.up()
  await page.keyboard.press('1')
  await expect.poll(async () => (await onDesk('A policy')).excerpts.length).toBe(2)
  const two = (await onDesk('A policy')).excerpts[1]
  expect(two?.text).toMatch(/^Line 2 of page 150:[^]*\nLine 3 of page 150:/)
  expect(two?.areas?.length).toBe(2)
  expect(two?.areas?.every((x) => x.page === 149)).toBe(true)

  // From the list back to the first page.
  await page.getByRole('button', { name: /^All 2/ }).click()
  await page.getByRole('list', { name: 'All codings of this source' }).getByRole('button').first().click()
  await expect(words(page, 'Line 3 of page 1:')).toBeInViewport()
  await expect(page.locator('.mark.on').first()).toBeInViewport()
})

test('an area of a page is marked by keys, moved, and noted', async ({ page }) => {
  await page.goto(at(`/sources/${(await onDesk('A policy')).id}`))
  await expect(words(page, 'Line 3 of page 1:')).toBeVisible()
  await page.locator('.host').focus()
  await page.keyboard.press('x')
  await expect(page.locator('.marked')).toBeVisible()
  const before = (await page.locator('.marked').boundingBox())!
  await page.keyboard.press('Control+ArrowUp')
  await page.keyboard.press('Shift+Control+ArrowRight')
  const after = (await page.locator('.marked').boundingBox())!
  expect([Math.round(after.y - before.y), Math.round(after.width - before.width)]).toEqual([-24, 24])
  await code(page, 'S2')
  const areas = async () => (await onDesk('A policy')).excerpts.filter((e) => e.measure === 'page')
  await expect.poll(async () => (await areas())[0]?.codings.length).toBe(1)
  const made = (await areas())[0]!
  expect(made.areas?.[0]?.page).toBe(0)
  expect(made.text).toContain('board decides')
  await expect(page.locator('.marked')).toHaveCount(0)
  await page.keyboard.press('Escape')

  // Chosen in the list, moved by keys, kept with Enter.
  await page.getByRole('button', { name: /^All/ }).click()
  await page.getByRole('list', { name: 'All codings of this source' }).getByRole('button', { name: /S2/ }).click()
  await page.keyboard.press('[')
  await page.locator('.host').focus()
  await page.keyboard.press('Control+ArrowDown')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await areas())[0]?.areas?.[0]?.y0).toBeLessThan(made.areas?.[0]?.y0 ?? 0)
  await page.keyboard.press('i')
  await expect.poll(async () => (await areas())[0]?.key).toBe(true)
  await page.keyboard.press('i')
  await page.keyboard.press('m')
  await page.keyboard.type('The figure.')
  await page.keyboard.press('Control+Enter')
  await expect.poll(async () => (await onDesk('A policy')).memos[0]?.text).toBe('The figure.')
  expect(await faults(page)).toEqual([])

  // The text beside the pages: the same excerpts, and back.
  await page.getByRole('button', { name: 'Text', exact: true }).click()
  await expect(page.locator('.cm-content')).toContainText('Line 3 of page 1')
  await expect(page.locator('.cm-content .coded').first()).toBeVisible()
  await page.getByRole('button', { name: 'Pages', exact: true }).click()
  await expect(page.locator('.mark.area')).toBeVisible()
})

test('a coding of an area is taken away', async ({ page }) => {
  await page.goto(at(`/sources/${(await onDesk('A policy')).id}?excerpt=${(await onDesk('A policy')).excerpts.find((e) => e.measure === 'page')?.id}`))
  await expect(page.locator('.mark.area.on')).toBeInViewport()
  await page.keyboard.press('u')
  await expect.poll(async () => (await onDesk('A policy')).excerpts.find((e) => e.measure === 'page')?.codings).toEqual([]) // its memo keeps it
  await expect(page.locator('.mark.area.bare')).toBeVisible()
})

test('a picture is coded by areas drawn with the mouse, and enlarged', async ({ page }) => {
  await bring(page, 'A ward plan.png', picture(900, 600))
  await expect(page.locator('.draw img')).toBeVisible()
  const leaf = (await page.locator('.leaf').boundingBox())!
  await page.mouse.move(leaf.x + leaf.width * 0.1, leaf.y + leaf.height * 0.1)
  await page.mouse.down()
  await page.mouse.move(leaf.x + leaf.width * 0.4, leaf.y + leaf.height * 0.5, { steps: 5 })
  await page.mouse.up()
  await code(page, 'S1')
  const excerpts = async () => (await onDesk('A ward plan')).excerpts
  await expect.poll(async () => (await excerpts()).length).toBe(1)
  const area = (await excerpts())[0]?.areas?.[0]
  expect([area?.x0, area?.y0, area?.x1, area?.y1].map((v) => Math.round((v ?? 0) / 10))).toEqual([9, 6, 36, 30])
  expect((await excerpts())[0]?.kind).toBe('note')
  await expect(page.locator('.mark.area')).toBeVisible()
  await page.keyboard.press('+')
  await expect(page.locator('.draw img')).toBeVisible()
  const mark = (await page.locator('.mark.area').boundingBox())!
  const larger = (await page.locator('.leaf').boundingBox())!
  expect(larger.width).toBeGreaterThan(leaf.width * 1.15)
  expect(mark.width / larger.width).toBeCloseTo(0.3, 1)
  expect(await faults(page)).toEqual([])

  // A click chooses it, U takes it away, undo brings it back.
  await page.mouse.click(mark.x + mark.width / 2, mark.y + mark.height / 2)
  await expect(page.locator('.mark.on')).toBeVisible()
  await page.keyboard.press('u')
  await expect.poll(async () => (await excerpts()).length).toBe(0)
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await excerpts()).length).toBe(1)
  await expect(page.locator('.mark.area')).toBeVisible()
})

test('a PDF whose file is gone says so, and its text can still be coded', async ({ page }) => {
  await page.route('**/media/*', (route) => route.fulfill({ status: 404, body: '{}' }))
  await page.goto(at(`/sources/${(await onDesk('A policy')).id}`))
  await expect(page.getByText('The file cannot be shown')).toBeVisible()
  await page.keyboard.press('Shift+W')
  await expect(page.locator('.cm-content')).toContainText('Line 3 of page 1')
  wrong.length = 0 // the browser tells of the missing file
})
