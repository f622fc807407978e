import { describe, expect, it } from 'vitest'
import { Scope } from './scope'

describe('Scope', () => {
  it('gives back what it owns, last first, once', () => {
    const gone: number[] = []
    const s = new Scope()
    s.own(() => gone.push(1))
    s.own(() => gone.push(2))
    s.end()
    s.end()
    expect(gone).toEqual([2, 1])
  })
  it('gives back at once what it is handed after its end', () => {
    const s = new Scope()
    s.end()
    let gone = false
    s.own(() => (gone = true))
    expect(gone).toBe(true)
  })
  it('stops listening', () => {
    const s = new Scope()
    let heard = 0
    s.listen(window, 'resize', () => heard++)
    window.dispatchEvent(new Event('resize'))
    s.end()
    window.dispatchEvent(new Event('resize'))
    expect(heard).toBe(1)
  })
})
