// A report without a mouse: begun from the record, written in, challenged, gone stale, mended, locked.

import type { APIRequestContext, Page } from '@playwright/test'
import { expect, faults, home, settled, test } from './page.ts'

type Row = Record<string, unknown>

const evidence = `site,participant,group,level,excerpt,theme,question,position
A,Ash,doctor,board,We lead it together.,S1,who_leads,team
A,Birch,doctor,board,Together we lead it.,S1,who_leads,team
A,Cedar,nurse,unit,All four of us decide.,S1,who_leads,team
A,Dogwood,nurse,unit,One person decides and nobody is asked.,S1,who_leads,single
`
const codebook = 'meta_theme,theme,question,prompt,type,positions\nStructure,S1: Leadership,who_leads,Who leads the unit?,nominal,team|single\n'

/** A study of the test's own with four voices at one site. */
async function fresh(request: APIRequestContext) {
  const slug = `written-${crypto.randomUUID().slice(0, 8)}`
  const call = async (method: string, path: string, data?: unknown): Promise<Row> => {
    const answer = await request.fetch(`${home()}/api/studies${path}`, { method, ...(data === undefined ? {} : { data }) })
    expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true)
    return (await answer.json()) as Row
  }
  await call('POST', '', { slug, title: 'Four voices' })
  for (const [name, body] of [['codebook.csv', codebook], ['evidence.csv', evidence]] as const)
    expect((await request.post(`${home()}/api/studies/${slug}/import?name=${name}`, { data: body, headers: { 'Content-Type': 'application/octet-stream' } })).ok()).toBe(true)
  return { slug, call: (method: string, path: string, data?: unknown) => call(method, `/${slug}${path}`, data) }
}

/** Makes another coding of what a participant says. */
async function recode(s: Awaited<ReturnType<typeof fresh>>, pseudonym: string, position: string) {
  const people = (await s.call('GET', `/nouns/participants?pseudonym=${pseudonym}`))['items'] as Row[]
  const codings = (await s.call('GET', `/nouns/codings?participant_id=${String(people[0]?.['id'])}`))['items'] as Row[]
  const positions = (await s.call('GET', `/nouns/positions?name=${position}`))['items'] as Row[]
  await s.call('PATCH', `/desk/codings/${String(codings[0]?.['id'])}`, { position_id: positions[0]?.['id'] })
}

const text = (page: Page) => page.getByRole('textbox', { name: 'Text of the report' })
const saved = (page: Page) => expect(page.locator('header').getByText('Saved', { exact: true })).toBeVisible()

async function begin(page: Page, slug: string) {
  await page.goto(`${home()}/s/${slug}/reports`)
  await settled(page)
  await page.getByLabel('Report to begin').selectOption('site:A')
  await page.getByRole('button', { name: 'Begin with what the record says' }).press('Enter')
  await expect(text(page)).toContainText('Three of the four say team')
}

test('a site report is drafted, written in, challenged, mended and locked by keyboard', { tag: '@refused' }, async ({ page, request }) => {
  const s = await fresh(request)
  await begin(page, s.slug)
  expect(await faults(page)).toEqual([])
  await expect(page.getByText('Nothing stands in the way of locking')).toBeVisible()

  // Prose of one's own is shown as resting on nothing, until it is linked.
  await text(page).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Enter')
  await page.keyboard.type('They decide as a group.')
  await saved(page)
  await expect(page.getByText('1 passage rests on nothing in the record')).toBeVisible()
  await page.keyboard.press('Control+Alt+l')
  await expect(page.getByRole('tab', { name: 'Sentence' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('tab', { name: 'To mend 1' })).toBeVisible()
  await page.keyboard.press('Control+Alt+e')
  await expect(page.getByLabel('Find in the excerpts')).toBeFocused()
  await page.keyboard.type('four of us')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('l')
  await expect(page.getByRole('tab', { name: 'To mend 0' })).toBeVisible()
  // Enter quotes it, under the paragraph with the cursor.
  await page.keyboard.press('Enter')
  await expect(text(page).locator('blockquote').last()).toHaveText('All four of us decide.')
  await expect(text(page)).toBeFocused()
  await saved(page)

  // A second reader objects; without an answer the report goes nowhere.
  await page.keyboard.press('Control+Alt+o')
  await page.getByRole('textbox', { name: /^About/ }).fill('Four voices are few.')
  await page.getByRole('button', { name: 'Object' }).press('Enter')
  await expect(page.getByRole('tab', { name: 'Objections 1' })).toBeVisible()
  await page.getByRole('button', { name: 'Make it challenged' }).press('Enter')
  await expect(page.getByRole('alert')).toContainText('Four voices are few.')
  await page.getByRole('button', { name: 'Answer' }).press('Enter')
  await page.getByLabel('Answer', { exact: true }).fill('All four of the unit were heard.')
  await page.getByRole('button', { name: 'Keep the answer' }).press('Enter')
  await expect(page.getByRole('tab', { name: 'Objections 0' })).toBeVisible()
  await page.getByRole('button', { name: 'Make it challenged' }).press('Enter')
  await page.getByRole('button', { name: 'Make it fact-checked' }).press('Enter')

  // Somebody changes one coding: the sentences that rest on it, and no others, are marked within a second.
  await recode(s, 'Cedar', 'single')
  await expect(page.getByRole('tab', { name: /To mend [1-9]/ })).toBeVisible({ timeout: 3000 })
  await page.getByRole('tab', { name: /To mend/ }).press('Enter')
  await expect(page.getByRole('tabpanel')).toContainText('The record has moved on')
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'Lock', exact: false }).first().press('Enter')
  await page.getByRole('button', { name: 'Lock it' }).press('Enter')
  await expect(page.getByRole('alert')).toContainText('cannot be made locked yet')
  await recode(s, 'Cedar', 'team')
  await expect(page.getByRole('tab', { name: 'To mend 0' })).toBeVisible()

  await page.getByRole('button', { name: 'Make it locked' }).press('Enter')
  await page.getByRole('button', { name: 'Lock it' }).press('Enter')
  await expect(page.getByText(/^Locked\. SHA-256/)).toBeVisible()
  await expect(text(page)).toHaveAttribute('contenteditable', 'false')
  // From then on it goes stale visibly.
  await recode(s, 'Birch', 'single')
  await expect(page.getByRole('tab', { name: /To mend [1-9]/ })).toBeVisible()
})

test('a quotation altered by one word is found, and put right by undo', async ({ page, request }) => {
  const s = await fresh(request)
  await begin(page, s.slug)
  const quotation = text(page).locator('blockquote').first()
  await quotation.click()
  await page.keyboard.press('Home')
  await page.keyboard.press('Control+Shift+ArrowRight')
  await page.keyboard.type('They ')
  await expect(page.getByRole('tab', { name: 'To mend 1' })).toBeVisible()
  await expect(page.getByRole('tabpanel')).toContainText('Not the words of the excerpt')
  await expect(page.getByRole('tabpanel')).toContainText('The excerpt does not say “They')
  for (let i = 0; i < 6; i++) await page.keyboard.press('Control+z')
  await expect(page.getByRole('tab', { name: 'To mend 0' })).toBeVisible()
})

test('two people in one report: the second to save sees both', { tag: '@conflict' }, async ({ page, context, request }) => {
  const s = await fresh(request)
  await begin(page, s.slug)
  const other = await context.newPage()
  await other.goto(page.url())
  await expect(text(other)).toContainText('Three of the four say team')
  // The second is cut off from the news while the first writes.
  await other.route('**/events**', (r) => r.abort())
  await other.route('**/written/*', (r) => (r.request().method() === 'PUT' ? r.abort() : r.continue()))
  await text(other).focus()
  await other.keyboard.press('Control+End')
  await other.keyboard.type(' Theirs.')
  await expect(other.getByText('Not saved')).toBeVisible()
  await text(page).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' Mine.')
  await saved(page)
  await other.unroute('**/written/*')
  await other.getByRole('button', { name: 'Try again' }).press('Enter')
  const clash = other.getByRole('dialog', { name: 'Somebody else has written in this report' })
  await expect(clash).toContainText('Theirs.')
  await expect(clash).toContainText('Mine.')
  await clash.getByRole('button', { name: 'Take theirs' }).press('Enter')
  await expect(text(other)).toContainText('Mine.')
  await other.close()
})
