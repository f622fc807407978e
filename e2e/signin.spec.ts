// Where there are accounts, nothing is seen before signing in, and the address asked for is shown after it.

import { expect, test } from '@playwright/test'
import { faults, study } from './page.ts'
import { start, type Server } from './server.ts'

let server: Server
const password = 'a long sentence that nobody guesses'

test.beforeAll(async () => {
  server = await start((run) => run(['user', 'add', 'anna', '--study', study, '--role', 'adviser', '--password-stdin'], `${password}\n`))
})
test.afterAll(() => server.stop())

test('sign in, read what the role may read, sign out', async ({ page }) => {
  await page.goto(`${server.url}/s/${study}/sites`)
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  expect(await faults(page)).toEqual([])

  await page.getByLabel('Login').fill('anna')
  await page.getByLabel('Password').fill('wrong')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).not.toBeEmpty()

  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await expect(page.locator('h1')).toHaveText('Sites')

  // An adviser may read results, not sources or history: the page says so and keeps working.
  await page.goto(`${server.url}/s/${study}/history`)
  await expect(page.getByRole('alert')).toContainText('Nothing to show here')

  await page.getByRole('button', { name: 'Sign out anna' }).click()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
})
