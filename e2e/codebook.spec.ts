// The codebook without a mouse: made, moved, defined, merged, split, versioned, revisited, taken back.

import type { APIRequestContext, Page } from '@playwright/test'
import { expect, faults, home, settled, test } from './page.ts'

/** A study of the test's own: tests share one server. */
async function fresh(request: APIRequestContext, slug: string): Promise<(method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>> {
  const name = `${slug}-${crypto.randomUUID().slice(0, 8)}`
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await request.fetch(`${home()}/api/studies${path.startsWith('!') ? '' : `/${name}`}${path.replace('!', '')}`, { method, ...(body === undefined ? {} : { data: body }) })
    expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true)
    return (await answer.json()) as Record<string, unknown>
  }
  await call('POST', '!', { slug: name, title: 'A study of its own' })
  return Object.assign(call, { slug: name })
}

const open = async (page: Page, call: object, query = '') => {
  await page.goto(`${home()}/s/${(call as { slug: string }).slug}/codebook${query}`)
  await settled(page)
}
const row = (page: Page, name: string | RegExp) => page.getByRole('treeitem', { name })
const said = (page: Page) => page.locator('.said')
const codings = async (call: Awaited<ReturnType<typeof fresh>>, theme: string, texts: string[]) => {
  await call('POST', '/nouns/sites', { letter: 'A' }).catch(() => undefined)
  const source = await call('POST', '/nouns/sources', { name: `Notes on ${theme}`, site: 'A', kind: 'document', text: texts.join('\n') })
  let start = 0
  for (const t of texts) {
    await call('POST', `/desk/sources/${String(source['id'])}/codings`, { start, end: start + t.length, theme_id: theme })
    start += t.length + 1
  }
}

test('a codebook is begun, filled and ordered by keyboard, and every step taken back', async ({ page, request }) => {
  const call = await fresh(request, 'codebook')
  await open(page, call)
  await expect(page.getByRole('heading', { name: 'Begin with an empty codebook' })).toBeVisible()
  expect(await faults(page)).toEqual([])

  // Names are typed in the tree, one after the other.
  await page.keyboard.press('M')
  await page.getByLabel('Name of the new meta-theme').fill('Structure')
  await page.keyboard.press('Enter')
  await expect(row(page, 'Structure')).toBeFocused()
  for (const name of ['Posts', 'Board', 'Power']) {
    await page.keyboard.press('n')
    await page.keyboard.type(name)
    await page.keyboard.press('Enter')
    await expect(row(page, name)).toBeFocused()
  }
  await expect(row(page, 'Power')).toHaveAttribute('aria-level', '2')

  // Arrows walk; Alt moves, nests and un-nests.
  await page.keyboard.press('ArrowUp')
  await expect(row(page, 'Board')).toBeFocused()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(page.locator('[data-noun=theme]')).toHaveText([/Board/, /Posts/, /Power/])
  await expect(row(page, 'Board')).toBeFocused()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(page.locator('[data-noun=theme]')).toHaveText([/Posts/, /Board/, /Power/])
  await page.keyboard.press('Alt+ArrowRight')
  await expect(row(page, 'Board')).toHaveAttribute('aria-level', '3')
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(row(page, 'Board')).toHaveAttribute('aria-level', '2')

  // F2 renames where it stands.
  await page.keyboard.press('F2')
  await page.getByLabel('Name of the theme').fill('Executive board')
  await page.keyboard.press('Enter')
  await expect(row(page, 'Executive board')).toBeFocused()

  // Enter leads into the fields; leaving one saves it.
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Brief definition')).toBeFocused()
  await page.keyboard.type('Who sits on the board')
  await page.keyboard.press('Tab')
  await expect(page.locator('.head', { hasText: 'Brief definition' })).toContainText('saved')
  await expect(page.getByLabel('Full definition')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(row(page, 'Executive board')).toBeFocused()
  const themes = (await call('GET', '/nouns/themes'))['items'] as { name: string; definition?: string; colour?: string }[]
  expect(themes.find((t) => t.name === 'Executive board')?.definition).toBe('Who sits on the board')
  expect(new Set(themes.map((t) => t.colour)).size).toBe(3)

  // A question with positions.
  await page.keyboard.press('q')
  await page.keyboard.type('who_chairs')
  await page.keyboard.press('Enter')
  await expect(row(page, /who chairs/)).toBeFocused()
  for (const name of ['a doctor', 'a manager']) {
    await page.keyboard.press('p')
    await page.keyboard.type(name)
    await page.keyboard.press('Enter')
    await expect(row(page, new RegExp(name))).toBeFocused()
  }
  await page.keyboard.press('Alt+ArrowUp')
  await expect(page.locator('[data-noun=position]')).toHaveText([/a manager/, /a doctor/])
  expect(await faults(page)).toEqual([])

  // Search, and back.
  await page.keyboard.press('/')
  await page.keyboard.type('doctor')
  await expect(page.getByRole('treeitem')).toHaveText([/Structure/, /Executive board/, /who chairs/, /a doctor/])
  await page.keyboard.press('Escape')
  await expect(row(page, 'Posts')).toBeVisible()

  // Undo goes back one step at a time: the move, the two positions, the question, the definition.
  const steps = async (n: number, key: string) => {
    for (let i = 0; i < n; i++) {
      const before = await call('GET', '')
      await page.keyboard.press(key)
      await expect.poll(async () => (await call('GET', ''))['revision']).not.toBe(before['revision'])
    }
  }
  await steps(4, 'Control+z')
  await expect(page.locator('[data-noun=question]')).toHaveCount(0)
  await steps(1, 'Control+z')
  await expect(row(page, 'Executive board')).toBeFocused()
  await expect(page.getByLabel('Brief definition')).toHaveValue('')
  await steps(1, 'Control+Shift+z')
  await expect(page.getByLabel('Brief definition')).toHaveValue('Who sits on the board')

  // What nothing hangs on is deleted at once, and comes back.
  await page.keyboard.press('End')
  await expect(row(page, 'Power')).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(row(page, 'Power')).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(row(page, 'Power')).toBeVisible()
})

test('a theme that is used is retired, brought back, merged and split with each coding reviewed', async ({ page, request }) => {
  const call = await fresh(request, 'review')
  for (const [ord, name] of ['Posts', 'Pay', 'Board'].entries()) await call('POST', '/nouns/themes', { name, ord, colour: '#4473ce' })
  await codings(call, 'Posts', ['The director is a doctor.', 'Nobody wants the post.', 'The post is half a day.'])
  await codings(call, 'Pay', ['It pays little.'])
  await open(page, call)

  await row(page, /Posts/).focus()
  await page.keyboard.press('Delete')
  const asks = page.getByRole('dialog', { name: 'Delete “Posts”?' })
  await expect(asks).toContainText('3 codings hang on it')
  expect(await faults(page)).toEqual([])
  await page.keyboard.press('Enter') // the gentler answer is the one at hand
  await expect(row(page, /Posts/)).toHaveCount(0)
  await expect(said(page)).toContainText('Retired')
  await page.keyboard.press('Control+z')
  await expect(row(page, /Posts/)).toBeVisible()

  // Merging is a command of its own, with the codings in sight.
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowUp')
  await expect(row(page, /Pay/)).toBeFocused()
  await page.keyboard.press('m')
  const merge = page.getByRole('dialog', { name: /Merge “Pay”/ })
  await expect(merge).toContainText('It pays little.')
  await page.keyboard.type('posts')
  await page.keyboard.press('Enter')
  expect(await faults(page)).toEqual([])
  await merge.getByRole('button', { name: 'Merge into Posts' }).press('Enter')
  await expect(row(page, /Pay/)).toHaveCount(0)
  await expect(said(page)).toContainText('1 coding moved')
  await expect(row(page, /Posts/)).toBeFocused()
  await expect(row(page, /Posts/)).toContainText('4')

  // Splitting: names first, then a number for each coding.
  await page.keyboard.press('s')
  const split = page.getByRole('dialog', { name: /Split “Posts”/ })
  await page.keyboard.type('Holders')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Burden')
  await page.keyboard.press('Enter')
  await expect(split.getByRole('option').first()).toBeFocused()
  await page.keyboard.press('1')
  await page.keyboard.press('2')
  await page.keyboard.press('0')
  await expect(split.getByRole('status')).toHaveText('3 of 4 looked at')
  expect(await faults(page)).toEqual([])
  await split.getByRole('button', { name: 'Split', exact: true }).press('Enter')
  await expect(row(page, /Holders/)).toBeFocused()
  await expect(row(page, /Posts/)).toContainText('2')
  await expect(row(page, /Burden/)).toContainText('1')

  // What is to be gone through again since then.
  await page.goto(`${page.url().split('?')[0]}?view=revisit`)
  await settled(page)
  const ticks = page.getByRole('checkbox', { name: /was gone through again/ })
  await expect(ticks.first()).toBeVisible()
  expect(await faults(page)).toEqual([])
  await ticks.first().focus()
  await page.keyboard.press('Space')
  await expect(said(page)).toContainText('Ticked off')
  await expect(page.getByText(/^1 of \d+ gone through again/)).toBeVisible()
})

test('versions are named and compared in words', async ({ page, request }) => {
  const call = await fresh(request, 'versions')
  await call('POST', '/nouns/themes', { name: 'Posts', definition: 'Formal posts that doctors hold' })
  await open(page, call, '?view=versions')
  await page.getByLabel('Name').fill('Pilot')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: '1: Pilot' })).toBeVisible()
  await expect(page.getByText('Nothing differs.')).toBeVisible()
  const theme = ((await call('GET', '/nouns/themes'))['items'] as Record<string, unknown>[])[0] ?? {}
  await call('PUT', `/nouns/themes/${String(theme['id'])}`, { ...theme, definition: 'Formal posts that nurses hold' })
  // The page hears of it by itself.
  await expect(page.locator('del')).toHaveText('doctors')
  await expect(page.locator('ins')).toHaveText('nurses')
  expect(await faults(page)).toEqual([])
})

test('two people in one field: both versions are shown and one is chosen; other fields are kept', { tag: '@conflict' }, async ({ page, request }) => {
  const call = await fresh(request, 'both')
  const made = await call('POST', '/nouns/themes', { name: 'Posts', definition: 'before' })
  const path = `/nouns/themes/${String(made['id'])}`
  await open(page, call)
  const field = page.getByLabel('Brief definition')
  await field.fill('mine')
  const now = await call('GET', path)
  await call('PUT', path, { ...now, definition: 'theirs', example: 'kept' })
  await page.keyboard.press('Tab')
  await expect(page.getByText('changed this while you typed')).toBeVisible()
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'Keep mine' }).press('Enter')
  await expect.poll(async () => call('GET', path)).toMatchObject({ definition: 'mine', example: 'kept' })
  await expect(page.getByLabel('Example')).toHaveValue('kept')
})

test('a template fills an empty codebook, and dragging nests and never merges', async ({ page, request }) => {
  const call = await fresh(request, 'template')
  await open(page, call)
  await page.getByRole('button', { name: 'Use this template' }).press('Enter')
  await expect(page.locator('[data-noun=theme]')).toHaveCount(30)
  await expect(page.locator('[data-noun=meta_theme]')).toHaveCount(3)
  const [a, b] = [page.locator('[data-noun=theme]').nth(0), page.locator('[data-noun=theme]').nth(1)]
  await b.dragTo(a)
  await expect(page.locator('[aria-level="3"][data-noun=theme]')).toHaveCount(1)
  await expect(said(page)).toContainText('Moved')
  await page.keyboard.press('Control+z')
  await expect(page.locator('[aria-level="2"][data-noun=theme]')).toHaveCount(30)
})
