// A folder of hundreds of files, from dropping it to the study, by keyboard; and what is said of each.

import { expect, test, type Page } from '@playwright/test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { faults, study } from './page.ts'
import { picture } from './picture.ts'
import { start, type Server } from './server.ts'

let server: Server
let directory: string
test.describe.configure({ mode: 'serial', timeout: 120_000 })
test.beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'crosscase-files-'))
  server = await start()
})
test.afterAll(() => {
  server.stop()
  rmSync(directory, { recursive: true, force: true })
})

const at = (rest: string) => `${server.url}/s/${study}${rest}`
interface Line { name: string; site?: string; kind: string }
const sources = async (): Promise<Line[]> => ((await (await fetch(`${server.url}/api/studies/${study}/sources`)).json()) as { items: Line[] }).items
const row = (page: Page, name: string | RegExp) => page.getByRole('group', { name })
const rows = (page: Page) => page.getByRole('list', { name: /Files on their way/ }).getByRole('group')

function folder(name: string, files: Record<string, string | Buffer>): string {
  const root = join(directory, name)
  for (const [path, body] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), body)
  }
  return root
}

test('a folder gives each file its site, shows what it will make, and brings in all but the bad one', async ({ page }) => {
  const root = folder('visits', {
    'A/nurse.txt': 'Interviewer: Who leads?\nNurse 7: Matron does.\nInterviewer: Always?\nNurse 7: Mostly.\n',
    'Site B/nurse.txt': 'Interviewer: Who leads?\nNurse 8: Nobody.\nInterviewer: Nobody?\nNurse 8: Not one.\n',
    'North/ward.png': picture(120, 80),
    'North/old.txt': Buffer.from('Tagebuch: K\xf6nnen wir das? F\xfcnfzig \xc4rzte waren da, und die Oberschwester f\xfchrte.', 'latin1'),
    'North/torn.docx': 'this is no Word file',
    'North/program.exe': 'MZ',
    'North/.DS_Store': 'x',
  })
  await page.goto(at('/import'))
  await expect(page.getByText('Drop files or whole folders here')).toBeVisible()
  expect(await faults(page)).toEqual([])
  const chooser = page.waitForEvent('filechooser')
  await page.keyboard.press('Shift+A')
  await (await chooser).setFiles(root)
  await expect(rows(page)).toHaveCount(6)
  await expect(row(page, 'visits/A/nurse.txt')).toContainText('transcript, 4 turns')
  await expect(row(page, 'visits/A/nurse.txt')).toContainText('Nurse 7')
  await expect(row(page, 'visits/Site B/nurse.txt')).toContainText('transcript, 4 turns')
  await expect(row(page, /ward.png/)).toContainText('picture')
  await expect(row(page, /torn/).getByRole('alert')).toContainText('not a Word file')
  await expect(row(page, /program/).getByRole('alert')).toContainText('does not read files of this kind (.exe)')
  await expect(page.getByText('1 hidden file left out')).toBeVisible()
  expect((await sources()).some((s) => s.name.includes('nurse'))).toBe(false)

  // By keyboard: down to the German text, and another encoding than the guessed one.
  await row(page, 'visits/A/nurse.txt').getByRole('button', { name: /nurse/, expanded: false }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(row(page, 'visits/A/nurse.txt').getByText('Matron does.')).toBeVisible()
  await expect(row(page, 'visits/A/nurse.txt')).toContainText('participants A/Nurse 7')
  expect(await faults(page)).toEqual([])
  const old = row(page, /old.txt/)
  await expect(old.getByRole('combobox', { name: /Encoding/ })).toContainText('windows-1252')
  await old.getByRole('button', { name: /old.txt/, expanded: false }).click()
  await expect(old.getByRole('region', { name: 'How it will be read' })).toContainText('Fünfzig Ärzte')
  await old.getByRole('combobox', { name: /Encoding/ }).selectOption('windows-1251')
  await expect(old.getByRole('region', { name: 'How it will be read' })).toContainText('Fьnfzig')
  await old.getByRole('combobox', { name: /Encoding/ }).selectOption('windows-1252')
  await expect(old.getByRole('region', { name: 'How it will be read' })).toContainText('Fünfzig')

  await page.getByRole('button', { name: 'Add all 4 files to the study' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText(/4 in the study, 2 could not be added/)).toBeVisible()
  const made = (await sources()).filter((s) => /nurse|ward|old/.test(s.name))
  expect(made.map((s) => [s.name, s.site, s.kind]).sort()).toEqual([
    ['Site B, nurse', 'B', 'transcript'], ['nurse', 'A', 'transcript'], ['old', 'North', 'document'], ['ward', 'North', 'picture'],
  ])
  await row(page, 'visits/A/nurse.txt').getByRole('button', { name: /nurse/ }).first().click()
  await expect(page.getByRole('region', { name: 'What became of nurse.txt' })).toContainText('all of it was carried')
  expect(await faults(page)).toEqual([])

  await page.goto(at('/transfers'))
  await page.getByRole('link', { name: /ward.png/ }).click()
  await expect(page.getByRole('region', { name: 'What became of ward.png' })).toBeVisible()
  expect(await faults(page)).toEqual([])
})

test('a pattern shows at once who would speak', async ({ page }) => {
  await page.goto(at('/import'))
  await page.getByLabel('Files to add').setInputFiles({ name: 'C odd labels.txt', mimeType: 'text/plain', buffer: Buffer.from('Q1> Who leads?\nMatron> I do.\nQ1> Always?\nMatron> Yes.\n') })
  const one = row(page, /odd labels/)
  await expect(one.getByRole('region', { name: 'How it will be read' })).toContainText('no speakers were found')
  await one.getByLabel('Speakers by pattern').fill('^(\\w+)>')
  await expect(one.getByRole('region', { name: 'How it will be read' })).toContainText('The first 4 of 4 turns')
  await expect(one).toContainText('participants C/Matron')
  await one.getByLabel('Speakers by pattern').fill('^(\\w+')
  await expect(one.getByRole('alert')).toContainText('no regular expression')
  expect(await faults(page)).toEqual([])
  await one.getByLabel('Speakers by pattern').fill('^(\\w+)>')
  await expect(one.getByRole('alert')).toHaveCount(0)
  await one.getByRole('button', { name: /Give up/ }).click()
  await expect(page.getByText('Drop files or whole folders here')).toBeVisible()
})

test('three hundred files stay at hand, are set together, survive a reload and come in', async ({ page }) => {
  const files: Record<string, string> = {}
  for (let i = 0; i < 300; i++) files[`${'ABC'[i % 3]}/talk ${String(i).padStart(3, '0')}.txt`] = `Interviewer: Number ${i}?\nVoice ${i}: Yes, number ${i}.\nInterviewer: So?\nVoice ${i}: So it is.\n`
  const root = folder('many', files)
  await page.goto(at('/import'))
  await page.getByLabel('Folder to add').setInputFiles(root)
  await expect(page.getByText('300 files', { exact: true })).toBeVisible()
  expect(await rows(page).count()).toBeLessThan(40)
  await page.keyboard.press('Tab')
  await page.getByText('Options for all 300 files').click()
  await page.getByLabel('Round').fill('First')
  await page.getByRole('button', { name: 'Set for 300 files' }).click()
  const last = row(page, 'many/C/talk 299.txt')
  await rows(page).first().getByRole('button', { name: /talk/, expanded: false }).focus()
  await page.keyboard.press('End')
  await expect(last).toBeVisible()
  await expect(last).toContainText('transcript, 4 turns', { timeout: 60_000 })

  await page.reload()
  await expect(page.getByText('300 files', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Add all 300 files to the study' }).click()
  await expect(page.getByText(/^300 files, \d+ in the study/)).toBeVisible()
  await page.getByRole('button', { name: 'Pause all' }).click()
  await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible()
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByText('300 files, 300 in the study')).toBeVisible({ timeout: 100_000 })
  const made = (await sources()).filter((s) => s.name.startsWith('talk '))
  expect([made.length, made.filter((s) => s.site === 'B').length]).toEqual([300, 100])
})

test('a project of another program: its cases become what the person says, and its loss report is shown', async ({ page }) => {
  await page.goto(at('/import'))
  await page.getByLabel('Files to add').setInputFiles(join(import.meta.dirname, '../internal/refi/testdata/nvivo-windows.qdpx'))
  const one = row(page, /nvivo-windows/)
  const mapping = one.getByRole('region', { name: 'What cases and sets become' })
  await expect(mapping.getByRole('combobox', { name: /becomes/ }).first()).toBeVisible()
  expect(await faults(page)).toEqual([])
  const first = mapping.getByRole('combobox', { name: /becomes/ }).first()
  await first.selectOption('site')
  await expect(one).toContainText(/Will make .*sites?/)
  await expect(first).toHaveValue('site')
  await one.getByRole('button', { name: 'Add to the study' }).click()
  const report = one.getByRole('region', { name: 'What became of nvivo-windows.qdpx' })
  await expect(report).toContainText('Written by NVivo')
  await expect(report).toContainText('In the study')
  expect(await faults(page)).toEqual([])
  await one.getByRole('button', { name: /Clear nvivo/ }).click()
  await page.getByLabel('Files to add').setInputFiles({ name: 'not a project.qdpx', mimeType: 'application/zip', buffer: Buffer.from('no zip') })
  await expect(row(page, /not a project/).getByRole('alert')).not.toBeEmpty()
  expect(await faults(page)).toEqual([])
})

test('a survey: each column says what it becomes before anything is made', async ({ page }) => {
  const root = folder('survey', { 'answers.csv': 'id,ward,age,What would you change?,code\n1,Ward A,34,More people at night and fewer forms.,Staffing\n2,Ward B,51,Nothing at all; it is fine as it is now.,Nothing\n' })
  await page.goto(at('/import'))
  await expect(page.getByText('Drop files or whole folders here')).toBeVisible()
  const chooser = page.waitForEvent('filechooser')
  await page.keyboard.press('a')
  await (await chooser).setFiles(join(root, 'answers.csv'))
  await expect(row(page, /answers/).getByRole('alert')).toContainText('none of the tables')
  await row(page, /answers/).getByRole('button').first().press('Enter')
  await page.getByLabel('This table is').selectOption('survey')
  await page.getByLabel('Respondents are told apart by').fill('id')
  await page.getByLabel('Columns with the themes of an answer').fill('code')
  await page.keyboard.press('Tab')
  const becomes = page.getByRole('table', { name: 'What each column becomes' })
  await expect(becomes.getByRole('row', { name: /^What would you change/ })).toContainText('open')
  await expect(becomes.getByRole('row', { name: /^code/ })).toContainText('Staffing')
  await expect(becomes.getByRole('row', { name: /^id/ })).toContainText('respondent')
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'Add to the study' }).press('Enter')
  await expect(row(page, /answers/)).toContainText('in the study')
})
