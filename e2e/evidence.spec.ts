// From any figure one click shows its excerpts, the address keeps them, and Escape goes back.

import { at, expect, faults, open, settled, test } from './page.ts'

const figures: [name: string, rest: string, within: string][] = [
  ['a matrix cell', '/matrix', '[role=grid]'],
  ['a site’s statement or position', '/sites/A', 'main'],
  ['a claim’s excerpts', '/claims?standing=holds', 'main'],
  ['a criterion of a type', '/types?typology=mckee1999', 'main table'],
  ['a sentence of a site report', '/reports/A', 'main article'],
  ['a sentence of the cross-case report', '/reports/cross-case', 'main article'],
]

for (const [name, rest, within] of figures) {
  test(`${name}: one click`, async ({ page }) => {
    await open(page, at(rest))
    const figure = page.locator(`${within} a[data-evidence]`).first()
    await figure.click()
    const drawer = page.getByRole('complementary', { name: 'Evidence' })
    await expect(drawer.locator('article').first()).toBeVisible()
    await expect(drawer.locator('blockquote').first()).not.toBeEmpty()
    await expect(page).toHaveURL(/evidence=/)
    expect(await faults(page)).toEqual([])

    await page.reload()
    await expect(page.getByRole('complementary', { name: 'Evidence' }).locator('article').first()).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('complementary', { name: 'Evidence' })).toHaveCount(0)
    await expect(page).not.toHaveURL(/evidence=/)
  })
}

test('an excerpt leads to its place in its source', async ({ page }) => {
  await open(page, at('/matrix'))
  await page.locator('[role=grid] a[data-evidence]').first().click()
  await page.getByRole('complementary', { name: 'Evidence' }).locator('.where a').first().click()
  await expect(page).toHaveURL(/\/sources\/.+excerpt=/)
  await settled(page)
  await expect(page.locator('[data-stripe].on').first()).toBeVisible()
})

test('the back button closes the evidence', async ({ page }) => {
  await open(page, at('/matrix'))
  await page.locator('[role=grid] a[data-evidence]').first().click()
  await expect(page.getByRole('complementary', { name: 'Evidence' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('complementary', { name: 'Evidence' })).toHaveCount(0)
})
