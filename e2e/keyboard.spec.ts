// The whole study without a mouse.

import { at, expect, faults, home, open, settled, test } from './page.ts'

test('from the list of studies through every page and back', async ({ page }) => {
  await open(page, home())
  const study = page.locator('main li a').first()
  await study.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('navigation', { name: 'Study' })).toBeVisible()
  await settled(page)
  const places: [string, RegExp][] = [
    ['s', /^Sites$/], ['d', /^Sources$/], ['k', /^Codebook$/], ['m', /^Matrix$/], ['c', /^Consistency$/], ['l', /^Claims$/], ['t', /^Types$/], ['r', /^Reports$/], ['h', /^History$/], ['w', /^To look at$/], ['e', /^Settings$/],
  ]
  for (const [key, heading] of places) {
    await page.keyboard.press('g')
    await page.keyboard.press(key)
    await expect(page.locator('h1')).toHaveText(heading)
    await expect(page.locator('h1')).toBeFocused()
    await expect(page.locator('nav a[aria-current=page]')).toHaveCount(1)
  }
  await page.keyboard.press('g')
  await page.keyboard.press('a')
  await expect(page.locator('h1')).toHaveText('Studies')
})

test('the skip link leads past the navigation', async ({ page }) => {
  await open(page, at('/sites'))
  await page.keyboard.press('Tab')
  await expect(page.getByText('Skip to the content')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('main')).toBeFocused()
})

test('the matrix: arrows move, Enter opens, Escape comes back to the cell', async ({ page }) => {
  await open(page, at('/matrix'))
  const cell = (place: string) => page.locator(`[data-cell="${place}"]`)
  await cell('0,0').focus()
  await page.keyboard.press('ArrowDown')
  await expect(cell('1,0')).toBeFocused()
  await page.keyboard.press('End')
  const last = await page.locator(':focus').getAttribute('data-cell')
  expect(Number(last?.split(',')[1])).toBeGreaterThan(5)
  await page.keyboard.press('Control+Home')
  await expect(cell('0,0')).toBeFocused()

  const filled = await page.locator('[role=grid] a[data-evidence]').first().getAttribute('data-cell')
  const [row = 0, column = 0] = (filled ?? '0,0').split(',').map(Number)
  for (let i = 0; i < row; i++) await page.keyboard.press('ArrowDown')
  for (let i = 0; i < column; i++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('complementary', { name: 'Evidence' })
  await expect(drawer.locator('article').first()).toBeVisible()
  await page.keyboard.press('j')
  await expect(drawer.locator('article').first()).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(drawer).toHaveCount(0)
  await expect(cell(`${row},${column}`)).toBeFocused()
})

test('the palette finds a site', async ({ page }) => {
  await open(page, at())
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('site b')
  expect(await faults(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/sites\/B$/)
})

test('the help sheet lists the keys and lets a person choose another', async ({ page }) => {
  await open(page, at('/sites'))
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keys' })
  await expect(sheet).toContainText('Go to Matrix')
  expect(await faults(page)).toEqual([])
  await sheet.getByRole('button', { name: /for Go to Matrix/ }).click()
  await page.keyboard.press('x')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await page.keyboard.press('x')
  await expect(page.locator('h1')).toHaveText('Matrix')
  await page.reload()
  await settled(page)
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await expect(page.locator('h1')).toHaveText('Sites')
  await page.keyboard.press('x')
  await expect(page.locator('h1')).toHaveText('Matrix')
})

test('light and dark: a choice stays', async ({ page }) => {
  await open(page, at('/sites'))
  await page.getByRole('button', { name: 'Switch between light and dark' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('claims are searched from the keyboard, and the address keeps the search', async ({ page }) => {
  await open(page, at('/claims'))
  const all = await page.locator('main li .statement').count()
  await page.keyboard.press('/')
  await page.keyboard.type('triumvirate')
  await expect(page).toHaveURL(/text=triumvirate/)
  await expect.poll(() => page.locator('main li .statement').count()).toBeLessThan(all)
})
