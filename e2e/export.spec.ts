// What is taken out of the study, from the page.

import { readFile } from 'node:fs/promises'
import { at, expect, faults, home, settled, test } from './page.ts'

test('excerpts are chosen and taken away, and the archive is looked at before', async ({ page }) => {
  await page.goto(at('/export'))
  await settled(page)
  await expect(page.getByRole('heading', { name: 'Export', level: 1 })).toBeVisible()
  expect(await faults(page)).toEqual([])

  await page.getByRole('combobox', { name: 'Site' }).selectOption('A')
  await page.getByRole('combobox', { name: 'Theme' }).selectOption({ label: 'S1: Positional medical leadership roles' })
  const [excerpts] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Excerpts as CSV' }).click()])
  expect(excerpts.suggestedFilename()).toMatch(/-excerpts\.csv$/)
  const rows = (await readFile(await excerpts.path(), 'utf8')).trimEnd().split('\n')
  expect(rows[0]).toMatch(/^meta_theme,theme_path,theme,/)
  expect(rows.length).toBeGreaterThan(1)
  expect(rows.join('\n')).not.toContain(',site B,')
  expect(rows.join('\n')).toContain(`${home()}/s/`)

  const [folder] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Open files as ZIP' }).click()])
  expect((await readFile(await folder.path())).subarray(0, 2).toString()).toBe('PK')

  await page.getByRole('button', { name: 'Show what would be changed' }).click()
  await expect(page.getByRole('columnheader', { name: 'Becomes' })).toBeVisible()
  await expect(page.getByRole('cell', { name: 'C1', exact: true }).first()).toBeVisible()
  expect(await faults(page)).toEqual([])
})

test('the study goes out to another program, and the record says what was not carried', async ({ page }) => {
  await page.goto(at('/export'))
  await settled(page)
  await page.getByRole('combobox', { name: 'Written for' }).selectOption('NVivo')
  const [project] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'The study as Project, QDPX' }).click()])
  expect(project.suggestedFilename()).toMatch(/-study\.qdpx$/)
  expect((await readFile(await project.path())).subarray(0, 2).toString()).toBe('PK')
  await page.getByRole('link', { name: 'In and out' }).last().click()
  await expect(page.getByText(project.suggestedFilename()).first()).toBeVisible()
})

test('a file that cannot be written says why', { tag: '@missing' }, async ({ page }) => {
  await page.goto(at('/export'))
  await settled(page)
  await page.route('**/tables/codebook.docx', (route) => route.fulfill({ status: 404, contentType: 'application/problem+json', body: '{"detail":"there is nothing of that kind here for you"}' }))
  await page.getByRole('link', { name: 'Codebook as Word' }).click()
  await expect(page.getByRole('alert')).toHaveText('there is nothing of that kind here for you')
})

test('the way to it is in the navigation and under its keys', async ({ page }) => {
  await page.goto(at())
  await settled(page)
  await page.keyboard.press('g')
  await page.keyboard.press('x')
  await expect(page.getByRole('heading', { name: 'Export', level: 1 })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Study' }).getByRole('link', { name: 'Export' })).toHaveAttribute('aria-current', 'page')
})
