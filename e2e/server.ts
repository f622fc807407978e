// Builds the worked example with the real binary in a fresh directory and serves it on a free port.
// CROSSCASE_E2E_URL names a server that runs already.

import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const binary = resolve(import.meta.dirname, process.env['CROSSCASE_BIN'] ?? '../bin/crosscase')

export interface Server {
  url: string
  /** The data directory. */
  data: string
  stop: () => void
}

/** Serves a worked example of its own; prepare may run commands on its data first. */
export async function start(prepare?: (run: (args: string[], input?: string) => void) => void): Promise<Server> {
  if (!existsSync(binary)) throw new Error(`${binary} is not there: "make build" makes it`)
  const data = mkdtempSync(join(tmpdir(), 'crosscase-e2e-'))
  const run = (args: string[], input = '') => {
    execFileSync(binary, args, { input, stdio: ['pipe', 'ignore', 'inherit'], timeout: 120_000 })
  }
  run(['demo', '--no-serve', '--dir', data])
  prepare?.((args, input) => run(['--data', data, ...args], input))
  const server = spawn(binary, ['serve', '--data', data, '--addr', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const url = await new Promise<string>((found, failed) => {
    let out = ''
    let err = ''
    const late = setTimeout(() => failed(new Error(`the server printed no address in 30 s:\n${out}${err}`)), 30_000)
    server.stderr.on('data', (b: Buffer) => (err = (err + b.toString()).slice(-4000)))
    server.stdout.on('data', (b: Buffer) => {
      out += b.toString()
      const address = /https?:\/\/[^\s/]+/.exec(out)?.[0]
      if (!address) return
      clearTimeout(late)
      found(address)
    })
    server.on('exit', (code) => failed(new Error(`the server ended with ${code}:\n${err}`)))
  })
  return {
    url,
    data,
    stop: () => {
      server.kill()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

export default async function serve(): Promise<() => void> {
  if (process.env['CROSSCASE_E2E_URL']) return () => {}
  const server = await start()
  process.env['CROSSCASE_E2E_URL'] = server.url
  return server.stop
}
