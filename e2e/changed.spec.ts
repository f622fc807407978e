// What corrections did to excerpts, across the study; and coding that is blind.

import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { faults, study } from './page.ts'
import { start, type Server } from './server.ts'

const password = 'a long sentence that nobody guesses'
const talk = ['Interviewer: Who built the digester?', 'Respondent: A company from Blantyre. They trained nobody.', ...Array.from({ length: 80 }, (_, i) => `Respondent: Then there was season ${i + 1}, and much the same was said.`), 'Respondent: We trusted them once. Nobody pays now.'].join('\n')
const file = 'well talk'

let server: Server
let files: string

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  test.setTimeout(300_000)
  files = mkdtempSync(join(tmpdir(), 'crosscase-changed-'))
  server = await start((run) => {
    writeFileSync(join(files, `${file}.txt`), talk)
    run(['import', study, '--site', 'A', join(files, `${file}.txt`)])
    for (const [login, role] of [['pia', 'principal_investigator'], ['ann', 'site_lead'], ['ben', 'coder']] as const) run(['user', 'add', login, '--study', study, '--role', role, '--password-stdin'], `${password}\n`)
  })
})
test.afterAll(() => {
  server.stop()
  rmSync(files, { recursive: true, force: true })
})

async function enter(browser: Browser, login: string, path: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.goto(`${server.url}/s/${study}${path}`)
  await page.getByLabel('Login').fill(login)
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await expect(page.locator('h1')).not.toBeEmpty()
  return { context, page }
}

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const saved = (page: Page) => expect(page.getByRole('status').filter({ hasText: /^Saved/ })).toBeVisible()
const coded = (page: Page) => page.locator('.cm-content .coded')

async function lay(page: Page): Promise<void> {
  await press(page, 'g', 'd')
  await page.getByRole('searchbox', { name: 'Search sources' }).fill(file)
  await page.getByRole('link', { name: file, exact: true }).press('Enter')
  await expect(page.getByRole('textbox', { name: `Text of ${file}` })).toBeFocused()
}

async function goto(page: Page, what: string): Promise<void> {
  await press(page, 'Control+f')
  await page.getByRole('textbox', { name: 'Find in this source' }).fill(what)
  await expect(page.getByText(/^1 of \d+/)).toBeVisible()
  await press(page, 'Escape')
}

async function code(page: Page, what: string): Promise<void> {
  await goto(page, what)
  await press(page, '/')
  await page.keyboard.type('S7')
  await press(page, 'Enter', 'Escape', 'Escape')
  await saved(page)
}

test('excerpts that corrections changed are listed over the study, and the list leads to each', async ({ browser }) => {
  const { context, page } = await enter(browser, 'ann', '/changed')
  await expect(page.getByText('Every excerpt of the study stands on the words it was made on.')).toBeVisible()
  await lay(page)
  await code(page, 'They trained nobody.')
  await code(page, 'Nobody pays now.')
  await goto(page, 'trained nobody')
  await press(page, 'Control+e')
  await page.keyboard.type('taught nobody')
  await press(page, 'Escape')
  await goto(page, 'Nobody pays now.')
  await press(page, 'Control+e', 'Delete', 'Escape')
  await saved(page)

  await press(page, 'g', 'w')
  await expect(page.locator('h1')).toHaveText('To look at')
  const rows = page.getByRole('list', { name: 'To look at' }).getByRole('listitem')
  await expect(rows).toHaveCount(2)
  await expect(rows.nth(0)).toContainText(/gone from the text.*Nobody pays now\./)
  await expect(rows.nth(1)).toContainText('Its words were changed')
  await expect(rows.nth(1).locator('del')).toHaveText('trained')
  await expect(rows.nth(1).locator('ins')).toHaveText('taught')
  expect(await faults(page)).toEqual([])

  // To the lost one, far below; back; to the other, which still holds.
  await rows.nth(0).getByRole('link', { name: /^Go there/ }).press('Enter')
  await expect(page.getByRole('tab', { name: /To look at 2/ })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByText('We trusted them once.')).toBeInViewport()
  await page.goBack()
  await rows.nth(1).getByRole('link', { name: /^Go there/ }).press('Enter')
  await expect(page.locator('.cm-content .coded.chosen')).toHaveText('They taught nobody.')
  await page.goBack()
  await rows.nth(1).getByRole('button', { name: 'It still holds' }).press('Enter')
  await expect(rows).toHaveCount(1)

  // An address of what is not there says so.
  await page.goto(`${server.url}/s/${study}/sources/${encodeURIComponent(file)}?excerpt=0190aaaa-0000-7000-8000-000000000000`)
  await expect(page.getByRole('status').filter({ hasText: 'not in this source any more' })).toBeAttached()
  await context.close()
})

test('blind coding is switched on the settings page by who manages the study', async ({ browser }) => {
  const pia = await enter(browser, 'pia', '/')
  const ben = await enter(browser, 'ben', '/')
  await press(pia.page, 'g', 'e')
  await expect(pia.page.locator('h1')).toHaveText('Settings')
  await expect(pia.page.getByText('75 % of at least 4 voices')).toBeVisible()
  expect(await faults(pia.page)).toEqual([])
  const blind = pia.page.getByRole('checkbox', { name: 'Blind coding' })
  await lay(ben.page)
  await expect(coded(ben.page)).toHaveText('They taught nobody.')
  await blind.press('Space')
  await expect(pia.page.getByText('Coding is blind now.')).toBeVisible()
  await ben.page.reload()
  await expect(ben.page.getByRole('textbox', { name: `Text of ${file}` })).toBeFocused()
  await expect(coded(ben.page)).toHaveCount(0)
  await press(ben.page, 'g', 'e')
  await expect(ben.page.getByRole('checkbox', { name: 'Blind coding' })).toBeChecked()
  await expect(ben.page.getByRole('checkbox', { name: 'Blind coding' })).toBeDisabled()
  expect(await faults(ben.page)).toEqual([])
  await pia.page.reload()
  await expect(blind).toBeChecked()
  await blind.press('Space')
  await expect(blind).not.toBeChecked()
  await expect(pia.page.getByText('Coders see each other’s work now.')).toBeVisible()
  await lay(ben.page)
  await expect(coded(ben.page)).toHaveText('They taught nobody.')
  await pia.context.close()
  await ben.context.close()
})
