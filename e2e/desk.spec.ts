// The coding desk for texts: a day's work without a mouse, two people at once, and a connection that is lost.

import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { faults, study } from './page.ts'
import { start, type Server } from './server.ts'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const password = 'a long sentence that nobody guesses'
const talk = [
  'Interviewer: Okay, who built the digester?',
  'Respondent: It was bilt by a company from Blantyre. They trained nobody, and so it broke within a year 🙂.',
  'Interviewer: And who pays for the repair?',
  'Respondent: Nobody pays. We asked the board for a budget and they said no. The women carry water again.',
  'Interviewer: Do you trust them?',
  'Respondent: We trusted them once.',
  ...Array.from({ length: 60 }, (_, i) => `${i % 2 ? 'Respondent' : 'Interviewer'}: Then there was season ${i + 1}, and much the same was said about it as before.`),
].join('\n')

let server: Server
let files: string

test.beforeAll(async () => {
  files = mkdtempSync(join(tmpdir(), 'crosscase-desk-'))
  server = await start((run) => {
    for (const name of ['coding', 'together', 'offline', 'autocode']) {
      writeFileSync(join(files, `${name}.txt`), talk)
      run(['import', study, '--site', 'A', join(files, `${name}.txt`)])
    }
    for (const login of ['ann', 'ben']) run(['user', 'add', login, '--study', study, '--role', 'site_lead', '--password-stdin'], `${password}\n`)
  })
})
test.afterAll(() => {
  server.stop()
  rmSync(files, { recursive: true, force: true })
})

async function enter(browser: Browser, login: string): Promise<{ context: BrowserContext; page: Page; wrong: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('pageerror', (e) => wrong.push(e.message))
  await page.addInitScript(() => document.addEventListener('securitypolicyviolation', (e) => console.error(`policy: ${e.violatedDirective} ${e.sourceFile}:${e.lineNumber}`)))
  page.on('console', (m) => m.text().startsWith('policy:') && wrong.push(m.text()))
  await page.goto(`${server.url}/s/${study}/sources`)
  await page.getByLabel('Login').fill(login)
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await expect(page.locator('h1')).toHaveText('Sources')
  return { context, page, wrong }
}

async function lay(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: new RegExp(`^${name}`) }).first().click()
  await expect(page.getByRole('textbox', { name: `Text of ${name}` })).toBeFocused()
}

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const coded = (page: Page) => page.locator('.cm-content .coded')
const words = (page: Page) => coded(page).evaluateAll((all) => all.map((e) => e.textContent).join('|'))
const saved = (page: Page) => expect(page.getByRole('status').filter({ hasText: /^Saved/ })).toBeVisible()

/** Puts the caret before some words by the search of the desk. */
async function goto(page: Page, what: string): Promise<void> {
  await press(page, 'Control+f')
  await page.getByRole('textbox', { name: 'Find in this source' }).fill(what)
  await expect(page.getByText(/^1 of \d+/)).toBeVisible()
  await press(page, 'Escape')
}

test('a transcript is coded, corrected, coded on and undone without a mouse', async ({ browser }) => {
  const { context, page, wrong } = await enter(browser, 'ann')
  await lay(page, 'coding')
  expect(await faults(page)).toEqual([])

  // A theme with a question and a position, on a sentence, through the picker.
  await goto(page, 'asked the board')
  await press(page, 's', '/')
  await expect(page.getByRole('combobox', { name: 'Find a theme' })).toBeFocused()
  await expect(page.locator('#offers [role=option]')).toHaveCount(3) // three layers, not thirty themes
  await page.keyboard.type('P9 team')
  expect(await faults(page)).toEqual([])
  const scroll = await page.locator('.cm-scroller').evaluate((e) => e.scrollTop)
  await press(page, 'Enter')
  const group = page.getByRole('dialog', { name: 'Apply a theme' })
  await expect(group.getByRole('button', { name: /no$/ })).toBeVisible()
  await press(page, '2')
  await expect(group).toContainText('How is it meant?')
  expect(await faults(page)).toEqual([])
  await press(page, 'p', 'v')
  await expect(group).toHaveCount(0)
  expect(await page.locator('.cm-scroller').evaluate((e) => e.scrollTop)).toBe(scroll)
  expect(await words(page)).toBe('We asked the board for a budget and they said no.')
  await expect(page.locator('[data-stripe]')).toHaveCount(1)
  await expect(page.getByLabel('Aspect')).toHaveValue('practice')
  await expect(page.getByLabel('Said')).toHaveValue('no')
  await saved(page)

  // A word before it is corrected, and the coding stays on its words.
  await goto(page, 'bilt')
  await press(page, 'Control+e')
  await page.keyboard.type('built')
  await expect(page.locator('.cm-content')).toContainText('It was built by a company')
  expect(await words(page)).toBe('We asked the board for a budget and they said no.')
  await press(page, 'Escape')
  await saved(page)

  // Coded on: a second theme over part of the same words, by repeating and by the strip.
  await goto(page, 'the board for')
  await press(page, 'q')
  await expect(page.locator('[data-stripe]')).toHaveCount(2)
  const lanes = await page.locator('[data-stripe]').evaluateAll((all) => new Set(all.map((e) => (e as HTMLElement).style.left)).size)
  expect(lanes).toBe(2)
  await press(page, 'o', 'o')
  await press(page, 'i')
  await expect(page.getByRole('button', { name: '★ key excerpt' })).toBeVisible()
  await saved(page)

  // The beginning of the shorter one goes back by a word.
  await goto(page, 'the board for')
  await press(page, 'Escape', 'o') // none is chosen, then the shortest
  await press(page, '[', 'Control+ArrowLeft', 'Enter')
  await saved(page)
  await expect(page.getByRole('complementary').getByText(/asked the board for$/)).toBeVisible()

  // A memo.
  await press(page, 'm')
  await page.getByRole('textbox', { name: 'Memo' }).fill('Compare with the budget of site B.')
  await press(page, 'Control+Enter')
  await expect(page.getByRole('list', { name: 'Memos' })).toContainText('Compare with the budget')
  await saved(page)

  // Undo, step by step, over a reload: memo, edge, key, coding, correction.
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Text of coding' })).toBeFocused()
  await expect(page.locator('[data-stripe]')).toHaveCount(2)
  for (let i = 0; i < 4; i++) await press(page, 'Control+z')
  await expect(page.locator('[data-stripe]')).toHaveCount(1)
  await press(page, 'Control+z')
  await expect(page.locator('.cm-content')).toContainText('It was bilt by a company')
  await press(page, 'Control+Shift+z')
  await expect(page.locator('.cm-content')).toContainText('It was built by a company')
  expect(await words(page)).toBe('We asked the board for a budget and they said no.')

  // What a correction deletes is kept, listed, and comes back with the words.
  await goto(page, 'We asked the board for a budget and they said no.')
  await press(page, 'Control+e', 'Delete', 'Escape')
  await saved(page)
  await expect(page.getByRole('tab', { name: /To look at 1/ })).toBeVisible()
  await press(page, 'Control+z')
  await expect(page.getByRole('tab', { name: /To look at 1/ })).toHaveCount(0)
  expect(await words(page)).toBe('We asked the board for a budget and they said no.')

  // A theme named by the words themselves, on words with an emoji before them; then unmarked.
  await goto(page, 'trusted them once')
  await press(page, 'v')
  await expect(page.locator('[data-stripe]')).toHaveCount(2)
  await expect(page.getByRole('complementary').getByText('trusted them once').first()).toBeVisible()
  await press(page, 'u')
  await expect(page.locator('[data-stripe]')).toHaveCount(1)
  await saved(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await faults(page)).toEqual([])

  // The next source, and the help that lists all this.
  await press(page, 'Alt+ArrowDown')
  await expect(page.locator('h1')).not.toHaveText('coding')
  await press(page, '?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Apply a theme')
  expect(wrong).toEqual([])
  await context.close()
})

test('two people see each other’s work within a second, while one is typing', async ({ browser }) => {
  const ann = await enter(browser, 'ann')
  const ben = await enter(browser, 'ben')
  await lay(ann.page, 'together')
  await lay(ben.page, 'together')
  await goto(ben.page, 'Okay, who built')
  await press(ben.page, 'Control+e', 'ArrowRight')
  await goto(ann.page, 'Nobody pays.')
  await press(ann.page, '/')
  await ann.page.keyboard.type('S7')
  await press(ann.page, 'Enter')
  await press(ann.page, 'Escape')
  await expect(coded(ben.page)).toHaveText('Nobody pays.', { timeout: 1500 })
  await expect(coded(ben.page)).toHaveClass(/fresh/)
  await press(ben.page, 'Control+e')
  await goto(ben.page, 'Okay')
  await press(ben.page, 'Control+e')
  await ben.page.keyboard.type('Well then')
  await expect(ann.page.locator('.cm-content')).toContainText('Well then, who built', { timeout: 3000 })
  await expect(coded(ann.page)).toHaveText('Nobody pays.')

  // Two tabs of one person agree.
  const tab = await ann.context.newPage()
  await tab.goto(ann.page.url())
  await expect(coded(tab)).toHaveText('Nobody pays.')
  await goto(tab, 'Nobody pays.')
  await press(tab, 'i')
  await goto(ann.page, 'Nobody pays.')
  await press(ann.page, 'o')
  await expect(ann.page.getByRole('button', { name: '★ key excerpt' })).toBeVisible()
  expect([...ann.wrong, ...ben.wrong]).toEqual([])
  await ann.context.close()
  await ben.context.close()
})

test('a connection lost in the middle of a save: it says so, nothing is lost, it goes on by itself', async ({ browser }) => {
  const { context, page } = await enter(browser, 'ann')
  await lay(page, 'offline')
  await goto(page, 'bilt')
  await context.setOffline(true)
  await press(page, 'Control+e')
  await page.keyboard.type('built')
  await press(page, 'Escape')
  await goto(page, 'Nobody pays.')
  await press(page, '/')
  await page.keyboard.type('S7')
  await press(page, 'Enter', 'Escape')
  await expect(page.getByText('No connection – 2 changes waiting')).toBeVisible()
  await expect(coded(page)).toHaveText('Nobody pays.')
  await context.setOffline(false)
  await saved(page)
  await page.reload()
  await expect(page.locator('.cm-content')).toContainText('It was built by')
  await expect(coded(page)).toHaveText('Nobody pays.')

  // Closed while it waits: the next desk sends it first.
  await goto(page, 'Do you trust them?')
  await context.setOffline(true)
  await press(page, '1')
  await expect(page.getByText('No connection – 1 change waiting')).toBeVisible()
  const address = page.url()
  await page.close()
  await context.setOffline(false)
  const again = await context.newPage()
  await again.goto(address)
  await expect(coded(again)).toHaveCount(2)
  await expect.poll(() => words(again)).toBe('Nobody pays.|Do you trust them?')
  await context.close()
})

test('a search is coded in one step, after a look at it; and the study is searched', async ({ browser }) => {
  const { context, page } = await enter(browser, 'ann')
  await lay(page, 'autocode')
  await press(page, 'a')
  const dialog = page.getByRole('dialog', { name: 'Code what a search finds' })
  await dialog.getByLabel('Find').fill('trust')
  await dialog.getByLabel(/^as/).selectOption('exact')
  await page.keyboard.press('Tab')
  await dialog.getByRole('button', { name: 'Look' }).press('Enter')
  await expect(dialog.getByRole('checkbox')).toHaveCount(2)
  await dialog.getByRole('checkbox').first().press('Space')
  await dialog.getByLabel('Theme').selectOption({ index: 3 })
  expect(await faults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Code 1 place' }).press('Enter')
  await expect.poll(() => words(page)).toBe('Respondent: |We trusted them once.')
  await press(page, 'Control+z')
  await expect(coded(page)).toHaveCount(0)

  await press(page, 'Control+Shift+f')
  const find = page.getByRole('dialog', { name: 'Find in the study' })
  await find.getByRole('textbox').fill('carry water')
  await expect(find.getByRole('button', { name: /carry water/ }).first()).toBeVisible()
  await find.getByRole('button', { name: /carry water/ }).last().press('Enter')
  await expect(page.locator('.cm-content')).toBeFocused()
  await expect.poll(() => page.evaluate(() => getSelection()?.toString())).toBe('carry water')
  await context.close()
})
