// The register of dissent: every minority position, who and with which words, and what became of it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { start, type Server } from './server.ts'
import { expect, faults, own, settled, study, test } from './page.ts'

test.describe.configure({ mode: 'serial' })

const evidence = `site,participant,group,level,excerpt,theme,question,position,aspect
A,Ash,doctor,board,We lead it together.,S1,who_leads,team,practice
A,Birch,doctor,board,Together we lead it.,S1,who_leads,team,practice
A,Cedar,manager,unit,The four of us decide.,S1,who_leads,team,practice
A,Dogwood,nurse,unit,One person decides.,S1,who_leads,single,practice
A,Ash,doctor,board,It is fair.,S1,is_it_fair,yes,opinion
A,Dogwood,nurse,unit,It is not fair.,S1,is_it_fair,no,opinion
A,Ash,doctor,board,Money decides.,S1,what_decides,money,opinion
A,Dogwood,nurse,unit,Habit decides.,S1,what_decides,habit,opinion
`
let server: Server
let files: string

test.beforeAll(async () => {
  files = mkdtempSync(join(tmpdir(), 'crosscase-dissent-'))
  writeFileSync(join(files, 'evidence.csv'), evidence)
  server = await start((run) => run(['import', study, join(files, 'evidence.csv')]))
  own.url = server.url
})
test.afterAll(() => {
  own.url = ''
  server.stop()
  rmSync(files, { recursive: true, force: true })
})
const page_ = (rest = '') => `${server.url}/s/${study}/dissent${rest}`

test('a minority position is answered by keyboard, and its words are one click away', async ({ page }) => {
  await page.goto(page_())
  await settled(page)
  const item = page.getByRole('article').filter({ hasText: 'against team' })
  await expect(item).toContainText('1 of 4 voices says single, against team')
  await expect(item).toContainText('Dogwood · nurse, unit')
  expect(await faults(page)).toEqual([])
  await item.getByRole('button', { name: 'Answer' }).focus()
  await page.keyboard.press('Enter')
  await expect(item.getByRole('textbox', { name: 'Why' })).toBeFocused()
  await page.keyboard.type('Nights are led otherwise.')
  await item.getByRole('radio', { name: 'Kept as a negative case' }).focus()
  await page.keyboard.press('Space')
  expect(await faults(page)).toEqual([])
  await item.getByRole('textbox', { name: 'Why' }).focus()
  await page.keyboard.press('Control+Enter')
  await expect(item).toContainText('Kept as a negative case')
  await expect(item).toContainText('Nights are led otherwise.')
  await item.locator('a[data-evidence]').click()
  await expect(page.getByRole('complementary', { name: 'Evidence' }).locator('blockquote')).toContainText(['One person decides.'])
  await page.keyboard.press('Escape')

  await item.getByRole('button', { name: 'Answer again' }).click()
  await page.keyboard.type(' Asked again.')
  await page.keyboard.press('Control+Enter')
  await expect(item).toContainText('Nights are led otherwise. Asked again.')
})

test('only what is open, by role and by level', async ({ page }) => {
  await page.goto(page_('?open=yes'))
  await settled(page)
  await expect(page.getByText('against team')).toHaveCount(0)
  await page.goto(page_('?level=board'))
  await settled(page)
  await expect(page.getByText('against team')).toHaveCount(0)
  await page.goto(page_('?group=nurse'))
  await settled(page)
  await expect(page.getByText('against team')).toHaveCount(1)
})

test('who differs most, and who was not heard', async ({ page }) => {
  await page.goto(page_('?show=pairs'))
  await settled(page)
  await expect(page.getByRole('row').filter({ hasText: 'Dogwood' }).first()).toContainText('3 of 3')
  expect(await faults(page)).toEqual([])
  await page.goto(page_('?show=unheard&question=is_it_fair&site=A'))
  await settled(page)
  await expect(page.getByRole('row').filter({ hasText: 'Birch' })).toContainText('doctor')
  expect(await faults(page)).toEqual([])
})

test('a claim says where it is not so', async ({ page }) => {
  await page.goto(`${server.url}/s/${study}/claims/C02`)
  await settled(page)
  await expect(page.getByRole('heading', { name: 'Negative cases' })).toBeVisible()
  await expect(page.getByText('What would have to be true')).toBeVisible()
  expect(await faults(page)).toEqual([])
})
