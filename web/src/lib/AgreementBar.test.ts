import { flushSync, mount, unmount } from 'svelte'
import { afterEach, describe, expect, it } from 'vitest'
import type { SiteAgreement } from '../core/api-types'
import AgreementBar from './AgreementBar.svelte'

const site: SiteAgreement = {
  site: 'G', voices: 8, listened: 15, interviewed: 19, positions: { triumvirate: 5, duality: 3 }, d: 0.46, a: null,
  status: 'divided_by_role', divided_by: 'role', flip: null, dissent: ['nurse 1'], position: 'mixed',
}
let component: Record<string, unknown>
afterEach(() => unmount(component))

describe('AgreementBar', () => {
  it('is everyone interviewed: voices, then the silent, then the unheard', () => {
    component = mount(AgreementBar, { target: document.body, props: { site, order: ['duality', 'triumvirate'] } })
    flushSync()
    const bar = document.querySelector('[role=img]')
    expect(bar?.getAttribute('aria-label')).toBe('3 duality, 5 triumvirate; 8 of 15 listened to, 19 interviewed')
    const widths = [...(bar?.children ?? [])].map((c) => Math.round((parseFloat((c as HTMLElement).style.width) * 19) / 100))
    expect(widths).toEqual([3, 5, 7, 4])
  })
})
