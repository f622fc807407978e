// Charting a matrix by keyboard: words, links, status, what changed under a text, conflicts, views, files.

import type { Page } from '@playwright/test'
import { start, type Server } from './server.ts'
import { expect, faults, own, settled, study, test } from './page.ts'

test.describe.configure({ mode: 'serial' })

let server: Server
const chart = (rest = '') => `${server.url}/s/${study}/matrix?cells=summary${rest}`
const api = (rest: string) => `${server.url}/api/studies/${study}${rest}`
const cell = (page: Page, row: number, column: number) => page.locator(`[data-cell="${row},${column}"]`)

test.beforeAll(async () => {
  server = await start()
  own.url = server.url
})
test.afterAll(() => {
  own.url = ''
  server.stop()
})

async function lay(page: Page, rest = '') {
  await page.goto(chart(rest))
  await settled(page)
  await expect(cell(page, 0, 0)).toBeVisible()
}

test('a cell is charted, linked and checked by key', async ({ page }) => {
  await lay(page)
  await cell(page, 0, 0).focus()
  await page.keyboard.press('Enter')
  const words = page.getByRole('textbox', { name: /Text of Site A/ })
  await expect(words).toBeFocused()
  await page.keyboard.type('Doctors hold posts at three levels.')
  expect(await faults(page)).toEqual([])
  await page.keyboard.press('Control+Enter')
  await expect(cell(page, 0, 0)).toBeFocused()
  await expect(cell(page, 0, 0)).toContainText('Doctors hold posts at three levels.')
  await expect(cell(page, 0, 0)).toContainText('Draft')

  await page.keyboard.press('e')
  const drawer = page.getByRole('complementary', { name: 'Evidence' })
  await expect(drawer.locator('article').first()).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('l')
  await expect(drawer.getByRole('button', { name: 'Linked' })).toHaveCount(1)
  expect(await faults(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(drawer).toHaveCount(0)

  await cell(page, 0, 0).focus()
  await page.keyboard.press('4')
  await expect(cell(page, 0, 0)).toContainText('Checked')
  await expect(cell(page, 0, 0)).toContainText('↗1')
  expect(await faults(page)).toEqual([])

  await page.reload()
  await expect(cell(page, 0, 0)).toContainText('Doctors hold posts at three levels.')
})

test('arrows walk as in a spreadsheet, and the headers stay in sight', async ({ page }) => {
  await lay(page)
  await cell(page, 0, 0).focus()
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key)
  await expect(cell(page, 1, 2)).toBeFocused()
  await page.keyboard.press('Control+End')
  await expect(cell(page, 8, 29)).toBeFocused()
  const grid = page.getByRole('grid')
  const box = (await page.locator('[data-chart]').boundingBox())!
  const head = (await grid.getByRole('columnheader').last().boundingBox())!
  const side = (await grid.getByRole('rowheader').last().boundingBox())!
  expect(Math.abs(head.y + head.height - box.y - 76)).toBeLessThan(3)
  expect(Math.abs(side.x - box.x)).toBeLessThan(3)
  expect(await grid.getByRole('gridcell').count()).toBeLessThan(120)
})

test('Escape leaves a draft where it is, and it can be saved later', async ({ page }) => {
  await lay(page)
  await cell(page, 1, 1).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type('Half a sentence')
  await page.keyboard.press('Escape')
  await expect(cell(page, 1, 1)).toBeFocused()
  await expect(cell(page, 1, 1)).toContainText('unsaved')
  await page.keyboard.press('Enter')
  await page.keyboard.type(' and the rest.')
  await page.keyboard.press('Control+Enter')
  await expect(cell(page, 1, 1)).toContainText('Half a sentence and the rest.')
  await expect(cell(page, 1, 1)).not.toContainText('unsaved')
  await page.keyboard.press('Control+z')
  await expect(cell(page, 1, 1)).not.toContainText('Half a sentence')
  await page.keyboard.press('Control+Shift+z')
  await expect(cell(page, 1, 1)).toContainText('Half a sentence and the rest.')
})

test('a coding changed elsewhere marks exactly the text that rests on it, says what, and put back it is not stale', async ({ page, request }) => {
  await lay(page)
  await expect(cell(page, 0, 0)).not.toContainText('stale')
  const list = (await (await request.get(api('/matrix/cell?rows=site&row=A&columns=theme&column=S1'))).json()) as { items: { excerpt: string }[] }
  const codings = (await (await request.get(api(`/nouns/codings?excerpt_id=${list.items[0]!.excerpt}`))).json()) as { items: { id: string; aspect: string }[] }
  const coding = codings.items[0]!
  const changed = await request.patch(api(`/desk/codings/${coding.id}`), { data: { aspect: coding.aspect === 'formal' ? 'practice' : 'formal' } })
  expect(changed.ok()).toBe(true)
  await expect(cell(page, 0, 0)).toContainText('stale: 1 changed')
  await expect(page.locator('[data-chart] .stale')).toHaveCount(1)

  await page.locator('h1').focus()
  await page.keyboard.press('n')
  await expect(cell(page, 0, 0)).toBeFocused()
  await page.keyboard.press('w')
  const since = page.getByRole('region', { name: 'What changed since' })
  await expect(since.locator('del')).toContainText('formal')
  await expect(since.locator('ins')).toContainText('practice')
  expect(await faults(page)).toEqual([])
  await page.keyboard.press('Escape')

  expect((await request.post(api('/undo'), { data: {} })).ok()).toBe(true)
  await expect(cell(page, 0, 0)).not.toContainText('stale')
  expect((await request.post(api('/redo'), { data: {} })).ok()).toBe(true)
  await expect(cell(page, 0, 0)).toContainText('stale')
  await cell(page, 0, 0).focus()
  await page.keyboard.press('y')
  await expect(cell(page, 0, 0)).not.toContainText('stale')
})

test('two people at one cell: what the other wrote arrives, and a conflict shows both texts', { tag: '@conflict' }, async ({ page, context }) => {
  await lay(page)
  const other = await context.newPage()
  await lay(other)
  await cell(other, 2, 0).focus()
  await other.keyboard.press('Enter')
  await other.keyboard.type('Theirs.')
  await other.keyboard.press('Control+Enter')
  await expect(cell(page, 2, 0)).toContainText('Theirs.')

  await cell(page, 2, 0).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Mine.')
  await other.keyboard.press('Enter')
  await other.keyboard.press('Control+a')
  await other.keyboard.type('Theirs, later.')
  await other.keyboard.press('Control+Enter')
  await expect(cell(other, 2, 0)).toContainText('Theirs, later.')
  await page.keyboard.press('Control+Enter')
  const conflict = page.getByRole('alert').filter({ hasText: 'since you began' })
  await expect(conflict).toContainText('Theirs, later.')
  await expect(page.getByRole('textbox', { name: /Text of Site C/ })).toHaveValue('Mine.')
  expect(await faults(page)).toEqual([])
  await conflict.getByRole('button', { name: 'Save mine over it' }).click()
  await expect(cell(page, 2, 0)).toContainText('Mine.')
  await expect(cell(other, 2, 0)).toContainText('Mine.')
  await other.close()
})

test('an excerpt is dropped into a cell', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1000 })
  await lay(page)
  await cell(page, 0, 1).focus()
  await page.keyboard.press('e')
  const article = page.getByRole('complementary', { name: 'Evidence' }).locator('article').first()
  await article.dragTo(cell(page, 0, 1))
  await expect(cell(page, 0, 1)).toContainText('↗1')
})

test('rows and columns are chosen, kept as a view, and taken out as a file', async ({ page }) => {
  await lay(page)
  await page.getByRole('button', { name: 'Only rows where…' }).click()
  await page.getByRole('combobox', { name: 'Only rows where' }).selectOption('status')
  await page.getByRole('textbox', { name: 'Value' }).fill('checked')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '2')
  await page.getByRole('button', { name: 'Keep this view…' }).click()
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('What is checked')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'View' })).toHaveValue('What is checked')
  expect(await faults(page)).toEqual([])
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Word' }).click()])
  expect(file.suggestedFilename()).toBe(`${study}-chart.docx`)
  await lay(page)
  await page.getByRole('combobox', { name: 'View' }).selectOption('What is checked')
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '2')
})

test('rows that are types say what to do while no site is placed', async ({ page }) => {
  await page.goto(chart('&rows=type'))
  await settled(page)
  await expect(page.getByText('Nobody has placed a site in a type yet')).toBeVisible()
  expect(await faults(page)).toEqual([])
})
