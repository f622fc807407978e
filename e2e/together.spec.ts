// What one person does under another's hands: both corrections are shown, and a coding outlives its theme.

import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { faults, study } from './page.ts'
import { start, type Server } from './server.ts'

const password = 'a long sentence that nobody guesses'
const talk = 'Interviewer: Who built the digester?\nRespondent: It was bilt by a company from Blantyre. They trained nobody.\nInterviewer: And who pays?\nRespondent: Nobody pays. The women carry water again.'

let server: Server
let files: string

test.beforeAll(async () => {
  test.setTimeout(300_000)
  files = mkdtempSync(join(tmpdir(), 'crosscase-together-'))
  server = await start((run) => {
    for (const name of ['mine', 'theirs', 'edit', 'older', 'typing']) {
      writeFileSync(join(files, `${name}.txt`), talk)
      run(['import', study, '--site', 'A', join(files, `${name}.txt`)])
    }
    for (const login of ['ann', 'ben']) run(['user', 'add', login, '--study', study, '--role', 'site_lead', '--password-stdin'], `${password}\n`)
    run(['user', 'add', 'pia', '--study', study, '--role', 'principal_investigator', '--password-stdin'], `${password}\n`)
  })
})
test.afterAll(() => {
  server.stop()
  rmSync(files, { recursive: true, force: true })
})

async function enter(browser: Browser, login: string, name: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.goto(`${server.url}/s/${study}/sources/${name}`)
  await page.getByLabel('Login').fill(login)
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: `Text of ${name}` })).toBeFocused()
  return { context, page }
}

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const saved = (page: Page) => expect(page.getByRole('status').filter({ hasText: /^Saved/ })).toBeVisible()

async function goto(page: Page, what: string): Promise<void> {
  await press(page, 'Control+f')
  await page.getByRole('textbox', { name: 'Find in this source' }).fill(what)
  await expect(page.getByText(/^1 of \d+/)).toBeVisible()
  await press(page, 'Escape')
}

for (const [name, choice, becomes] of [
  ['mine', 'Take mine', 'It was erected by'],
  ['theirs', 'Take theirs', 'It was constructed by'],
  ['edit', 'Edit…', 'It was raised by'],
] as const)
  test(`two corrections of the same words: both are shown, and “${choice}” settles it`, async ({ browser }) => {
    const ann = await enter(browser, 'ann', name)
    const ben = await enter(browser, 'ben', name)
    await ben.context.setOffline(true)
    await goto(ben.page, 'bilt')
    await press(ben.page, 'Control+e')
    await ben.page.keyboard.type('erected')
    await goto(ann.page, 'bilt')
    await press(ann.page, 'Control+e')
    await ann.page.keyboard.type('constructed')
    await press(ann.page, 'Escape')
    await saved(ann.page)
    await expect(ben.page.getByText(/No connection/)).toBeVisible()
    await ben.context.setOffline(false)
    const dialog = ben.page.getByRole('dialog', { name: 'Somebody else has corrected the same words' })
    await expect(dialog).toContainText('erected')
    await expect(dialog).toContainText('constructed')
    expect(await faults(ben.page)).toEqual([])
    await dialog.getByRole('button', { name: choice }).press('Enter')
    if (name === 'edit') {
      await expect(dialog.getByLabel('Both, as it should be')).toHaveValue(/erected/)
      expect(await faults(ben.page)).toEqual([])
      const words = await dialog.getByLabel('Both, as it should be').inputValue()
      await dialog.getByLabel('Both, as it should be').fill(words.replace('erected', 'raised'))
      await dialog.getByRole('button', { name: 'Save this' }).press('Enter')
    }
    await expect(dialog).toHaveCount(0)
    for (const { page } of [ann, ben]) await expect(page.locator('.cm-content')).toContainText(becomes)
    await saved(ben.page)
    await ben.page.reload()
    await expect(ben.page.locator('.cm-content')).toContainText(becomes)
    await expect(ben.page.locator('.cm-content')).toContainText('by a company from Blantyre. They trained nobody.')
    await ann.context.close()
    await ben.context.close()
  })

test('a theme deleted while a coding with it waits: it is said, and the words stay marked', async ({ browser }) => {
  const ben = await enter(browser, 'ben', 'older')
  const pia = await enter(browser, 'pia', 'older')
  const made = (await pia.page.evaluate(async (slug) => (await fetch(`/api/studies/${slug}/nouns/themes`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name: 'Short-lived' }) })).json(), study)) as { id: string }
  await expect(ben.page.getByText('Short-lived').first()).toBeAttached() // the news of it has come
  const code = async (page: Page, what: string) => {
    await goto(page, what)
    await press(page, '/')
    await page.keyboard.type('Short-lived')
    await press(page, 'Enter', 'Escape')
  }
  await ben.context.setOffline(true)
  await code(ben.page, 'Nobody pays.')
  await expect(ben.page.getByText('No connection – 1 change waiting')).toBeVisible()
  const status = await pia.page.evaluate(async ([slug, id]) => (await fetch(`/api/studies/${slug}/nouns/themes/${id}?with_contents=true`, { method: 'DELETE' })).status, [study, made.id] as const)
  expect(status).toBeLessThan(300)
  await ben.context.setOffline(false)
  const told = ben.page.getByRole('alert')
  await expect(told).toContainText('The coding of “Nobody pays.” as Short-lived could not be kept')
  await expect(told).toContainText('deleted from the codebook meanwhile')
  await expect(told).toContainText('The words stay marked')
  await saved(ben.page)
  expect(await faults(ben.page)).toEqual([])
  await ben.page.reload()
  await expect(ben.page.locator('.cm-content .coded.bare')).toHaveText('Nobody pays.')

  // They are coded anew where they are marked.
  await goto(ben.page, 'Nobody pays.')
  await press(ben.page, '/')
  await ben.page.keyboard.type('S7')
  await press(ben.page, 'Enter', 'Escape')
  await saved(ben.page)
  await expect(ben.page.locator('.cm-content .coded.bare')).toHaveCount(0)
  await expect(ben.page.locator('.cm-content .coded')).toHaveText('Nobody pays.')
  await expect(ben.page.locator('[data-stripe]')).toHaveCount(1)
  await ben.context.close()
  await pia.context.close()
})

test('a change that is refused while a word is typed: the word is kept', async ({ browser }) => {
  const ben = await enter(browser, 'ben', 'typing')
  let answer = () => {}
  await ben.page.route('**/desk/excerpts/*', async (route) => {
    await new Promise<void>((go) => (answer = go))
    await route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify({ detail: 'it may not be marked' }) })
  })
  await goto(ben.page, 'Nobody pays.')
  await press(ben.page, '/')
  await ben.page.keyboard.type('S7')
  await press(ben.page, 'Enter', 'Escape', 'Escape')
  await saved(ben.page)
  const asked = ben.page.waitForRequest((r) => r.method() === 'PATCH')
  await goto(ben.page, 'Nobody pays.')
  await press(ben.page, 'i')
  await asked
  await goto(ben.page, 'bilt')
  await press(ben.page, 'Control+e')
  await ben.page.keyboard.type('built')
  answer()
  await expect(ben.page.getByRole('alert')).toContainText('it may not be marked')
  await ben.page.keyboard.type(' well')
  await saved(ben.page)
  await expect(ben.page.locator('.cm-content')).toContainText('It was built well by a company')
  await ben.page.reload()
  await expect(ben.page.locator('.cm-content')).toContainText('It was built well by a company')
  await expect(ben.page.locator('.cm-content .coded')).toHaveText('Nobody pays.')
  await ben.context.close()
})
