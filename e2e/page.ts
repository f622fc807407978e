// A page that watches itself: every request, message and breach of the policy is kept and judged at the end.

import { expect, test as base, type Page } from '@playwright/test'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const study = process.env['CROSSCASE_E2E_STUDY'] ?? 'nhs-medical-leadership'
export const home = (): string => process.env['CROSSCASE_E2E_URL'] ?? ''
export const at = (rest = ''): string => `${home()}/s/${study}${rest}`

/** A server of a file's own, for as long as its tests run. */
export const own = { url: '' }

export const test = base.extend<{ watched: void }>({
  watched: [
    async ({ page, context }, use) => {
      const wrong: string[] = []
      const origin = new URL(own.url || home()).origin
      context.on('request', (r) => {
        const url = new URL(r.url())
        if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== origin) wrong.push(`a request left the host: ${r.url()}`)
      })
      page.on('pageerror', (e) => wrong.push(`an error: ${e.message}`))
      page.on('console', (m) => {
        if (m.type() !== 'error' && m.type() !== 'warning') return
        if (/status of 404/.test(m.text()) && test.info().tags.includes('@missing')) return
        if (/status of 409/.test(m.text()) && test.info().tags.includes('@conflict')) return
        if (/status of 422/.test(m.text()) && test.info().tags.includes('@refused')) return
        wrong.push(`the console says: ${m.text()}`)
      })
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`))
      })
      await use()
      expect(wrong).toEqual([])
    },
    { auto: true },
  ],
})

/** Waits until the page has said all it has to say. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('h1')).not.toBeEmpty()
  await expect(page.getByText('Loading', { exact: true })).toHaveCount(0)
}

/** Opens an address and waits for its content. */
export async function open(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await settled(page)
}

/** What axe finds wrong (WCAG 2.2 A and AA), one line each. */
export async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    type Result = { violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }
    const axe = (globalThis as unknown as { axe: { run(on: Document, options: object): Promise<Result> } }).axe
    const result = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    return result.violations.flatMap((v) => v.nodes.slice(0, 3).map((n) => `${v.id}: ${n.html.slice(0, 160)} ${(n.failureSummary ?? '').replace(/\s+/g, ' ').slice(0, 220)}`))
  })
}

export { expect }
