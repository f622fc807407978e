import { describe, expect, it } from 'vitest'
import { build, followsLink, match } from './router'

const routes = [['/', 'home'], ['/s/:study', 'front'], ['/s/:study/sites/:letter', 'site']] as const

describe('match', () => {
  it('finds the page and its parameters', () => {
    expect(match(routes, '/')?.value).toBe('home')
    expect(match(routes, '/s/nhs/sites/A')).toEqual({ value: 'site', params: { study: 'nhs', letter: 'A' } })
  })
  it('reads what build wrote', () => {
    const path = build('/s/:study/sites/:letter', { study: 'nhs', letter: 'A/1 é' })
    expect(match(routes, path)?.params).toEqual({ study: 'nhs', letter: 'A/1 é' })
  })
  it('knows no other address', () => {
    expect(match(routes, '/s/nhs/cats')).toBeNull()
    expect(match(routes, '/s/%E0%A4%A')).toBeNull()
  })
})

describe('followsLink', () => {
  const link = { origin: 'http://x', pathname: '/s/a', target: '', download: false }
  const plain = { button: 0, modified: false }
  it('follows a plain click', () => expect(followsLink(link, 'http://x', plain)).toBe(true))
  it('leaves new tabs, other hosts, downloads and the API to the browser', () => {
    expect(followsLink(link, 'http://x', { button: 0, modified: true })).toBe(false)
    expect(followsLink({ ...link, origin: 'http://y' }, 'http://x', plain)).toBe(false)
    expect(followsLink({ ...link, download: true }, 'http://x', plain)).toBe(false)
    expect(followsLink({ ...link, pathname: '/api/studies' }, 'http://x', plain)).toBe(false)
  })
})
