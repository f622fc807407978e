import { describe, expect, it } from 'vitest'
import { ApiError } from '../api'
import { Queue, type Job, type QueuePorts } from './queue'

const job = (id: string, more: Partial<Job> = {}): Job => ({ id, what: id, method: 'POST', path: '/x', body: {}, source: 's', ...more })

/** A server that answers as told: a status, or 200. */
function setup(statuses: number[] = []) {
  const sent: string[] = []
  const said: string[] = []
  let kept: readonly Job[] = []
  let again: (() => void) | null = null
  const ports: QueuePorts = {
    send: async (j) => {
      const status = statuses.shift() ?? 200
      if (status !== 200) throw new ApiError(status, String(status))
      sent.push(j.id)
      return { seq: sent.length }
    },
    prepare: (j) => j,
    first: () => null,
    answered: (j) => void said.push(`done ${j.id}`),
    refused: (j, r) => void said.push(`refused ${j.id} ${r.status}`),
    keep: (jobs) => (kept = [...jobs]),
    changed: () => {},
    later: (run) => {
      again = run
      return () => (again = null)
    },
  }
  return { ports, queue: new Queue(ports), sent, said, kept: () => kept, again: () => again?.() }
}

describe('Queue', () => {
  it('sends one after the other, in order', async () => {
    const s = setup()
    s.queue.add(job('a'))
    s.queue.add(job('b'))
    await s.queue.settled()
    expect(s.sent).toEqual(['a', 'b'])
    expect(s.kept()).toEqual([])
  })
  it('does not leave lying what is added while it ends', async () => {
    const s = setup()
    void s.queue.run()
    s.queue.add(job('a'))
    await s.queue.settled()
    expect(s.sent).toEqual(['a'])
  })
  it('keeps what waits and goes on by itself', async () => {
    const s = setup([0])
    s.queue.add(job('a'))
    s.queue.add(job('b'))
    await Promise.resolve()
    await Promise.resolve()
    expect(s.queue.waiting).toBe(true)
    expect(s.kept().map((j) => j.id)).toEqual(['a', 'b'])
    s.again()
    await s.queue.settled()
    expect(s.sent).toEqual(['a', 'b'])
    expect(s.queue.waiting).toBe(false)
  })
  it('gives up what is refused, says so, and goes on', async () => {
    const s = setup([409])
    s.queue.add(job('a'))
    s.queue.add(job('b'))
    await s.queue.settled()
    expect(s.said).toEqual(['refused a 409', 'done b'])
  })
  it('does not send again what must be done once', async () => {
    const s = setup([0])
    s.queue.add(job('undo', { once: true }))
    await s.queue.settled()
    expect(s.said).toEqual(['refused undo 0'])
  })
  it('sends the correction of the text before the next job', async () => {
    const s = setup()
    let text: Job | null = job('text')
    s.ports.first = () => {
      const t = text
      text = null
      return t
    }
    s.queue.add(job('a'))
    await s.queue.settled()
    expect(s.sent).toEqual(['text', 'a'])
  })
})
