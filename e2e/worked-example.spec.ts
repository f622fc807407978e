// What the worked example must show to a reader.

import { at, expect, open, test } from './page.ts'

test('where it stands: 33 of 67 claims hold, 13 themes have no site-specific evidence', async ({ page }) => {
  await open(page, at())
  await expect(page.locator('main')).toContainText('33 of 67 claims hold')
  await expect(page.locator('main')).toContainText('13 themes of 30 have no evidence from any one site')
  await expect(page.locator('main')).toContainText('Inconsistencies 35')
})

test('sites by size: the three largest are the three with four levels', async ({ page }) => {
  await open(page, at('/sites'))
  await page.getByRole('columnheader', { name: /staff/i }).getByRole('link').click()
  await page.getByRole('columnheader', { name: /staff/i }).getByRole('link').click()
  await expect(page).toHaveURL(/dir=desc/)
  const letters = (await page.locator('tbody th').allInnerTexts()).map((t) => t.trim())
  expect(letters.slice(0, 3)).toEqual(['C', 'D', 'B'])
  await open(page, at('/consistency?question=medical_leadership_levels&aspect=formal'))
  const stated = page.getByRole('region', { name: /levels/i }).locator('li')
  const four = (await stated.allInnerTexts()).filter((t) => /\b4\b/.test(t)).map((t) => t.trim().charAt(0))
  expect(four.sort()).toEqual(['B', 'C', 'D'])
})

test('the third criterion of power-sharing is contradicted at G, H and I', async ({ page }) => {
  await open(page, at('/types?typology=mckee1999'))
  const row = page.getByRole('row').filter({ hasText: 'PS3' })
  await expect(row.getByRole('link', { name: /Contradicted at site/ })).toHaveCount(3)
  for (const site of ['G', 'H', 'I']) await expect(row.getByRole('link', { name: `Contradicted at site ${site}` })).toBeVisible()
})

test('C55 is contested, and C35 is contradicted by C37', async ({ page }) => {
  await open(page, at('/claims/C55'))
  await expect(page.locator('.standing').first()).toContainText('Contested')
  await open(page, at('/claims/C35'))
  await expect(page.locator('.standing').first()).toContainText('Contradicted by C37')
})

test('the accountable officer is marked among the posts', async ({ page }) => {
  await open(page, at('/sites/A'))
  await expect(page.locator('figure li.accountable')).toContainText('Associate Medical Director')
})

test('small cells are marked where people are counted', async ({ page }) => {
  await open(page, at('/sites/F'))
  await expect(page.getByText('small cell').first()).toBeVisible()
})
