import { describe, expect, it } from 'vitest'
import { Keymap, showKey, type KeyLike } from './keymap'

const press = (key: string, mods: Partial<KeyLike> = {}): KeyLike => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...mods })

function setup() {
  let clock = 0
  const ran: string[] = []
  const map = new Keymap({ now: () => clock })
  const command = (id: string, ...keys: string[]) => ({ id, label: id, group: 'x', keys, run: () => void ran.push(id) })
  const off = map.add([command('sites', 'g s'), command('help', '?'), command('palette', 'Mod+k'), command('close', 'Escape'), command('next', 'j')])
  return { map, ran, off, command, wait: (ms: number) => (clock += ms) }
}

describe('Keymap', () => {
  it('runs a key and a sequence', () => {
    const { map, ran } = setup()
    expect(map.handle(press('?', { shiftKey: true }))).toBe(true)
    expect(map.handle(press('g'))).toBe(true)
    expect(map.handle(press('s'))).toBe(true)
    expect(ran).toEqual(['help', 'sites'])
  })
  it('forgets a sequence after a pause', () => {
    const { map, ran, wait } = setup()
    map.handle(press('g'))
    wait(2000)
    expect(map.handle(press('s'))).toBe(false)
    expect(ran).toEqual([])
  })
  it('hears only Mod keys and Escape while a person types', () => {
    const { map, ran } = setup()
    expect(map.handle(press('j'), true)).toBe(false)
    map.handle(press('k', { ctrlKey: true }), true)
    map.handle(press('Escape'), true)
    expect(ran).toEqual(['palette', 'close'])
  })
  it('lets a person choose other keys, not one that is taken', () => {
    const { map, ran } = setup()
    expect(map.remap('next', ['n'])).toBeNull()
    expect(map.remap('help', ['n'])).toBe('next')
    map.handle(press('j'))
    map.handle(press('n'))
    expect(ran).toEqual(['next'])
    const other = setup()
    other.map.restore(JSON.parse(JSON.stringify(map.own())))
    expect(other.map.keysOf('next')).toEqual(['n'])
  })
  it('brings back what a page replaced', () => {
    const { map, ran, command } = setup()
    const off = map.add([{ ...command('close', 'Escape'), run: () => void ran.push('drawer') }])
    map.handle(press('Escape'))
    off()
    map.handle(press('Escape'))
    expect(ran).toEqual(['drawer', 'close'])
  })
  it('shows keys as a person reads them', () => {
    expect(showKey('Mod+k', true)).toBe('⌘ k')
    expect(showKey('g s', false)).toBe('g then s')
  })
})
