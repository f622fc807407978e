import { expect, it } from 'vitest'
import { Lane } from './lane'

/** Work that ends when it is told to. */
function work(log: string[], name: string): { run: () => Promise<void>; end: () => void } {
  let end = () => {}
  const done = new Promise<void>((resolve) => (end = resolve))
  return { run: () => (log.push(name), done), end }
}
const turn = () => new Promise<void>((resolve) => setTimeout(resolve))

it('runs so many at a time, in order, and what is wanted first before the rest', async () => {
  const lane = new Lane(2)
  const log: string[] = []
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((n) => work(log, n))
  lane.add('a', a!.run)
  lane.add('b', b!.run)
  lane.add('c', c!.run)
  lane.add('d', d!.run, true)
  expect(log).toEqual(['a', 'b'])
  a!.end()
  await turn()
  expect(log).toEqual(['a', 'b', 'd'])
})

it('replaces work that waits, forgets what is dropped, and begins nothing while it is closed', async () => {
  const lane = new Lane(1)
  const log: string[] = []
  const first = work(log, 'first')
  lane.add('x', first.run)
  lane.add('y', work(log, 'old').run)
  lane.add('y', work(log, 'new').run)
  lane.add('z', work(log, 'dropped').run)
  lane.drop('z')
  lane.close()
  first.end()
  await turn()
  expect(log).toEqual(['first'])
  lane.open()
  expect(log).toEqual(['first', 'new'])
})
