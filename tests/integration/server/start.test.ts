import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterAll, expect, it } from 'vitest'
import { readServerOptions } from '../../../server/main.ts'
import { StartError } from '../../../server/start.ts'
import { onPglite } from './tools/databases.ts'
import { runServer, spawnServer } from './tools/process.ts'

const folder = mkdtempSync(join(tmpdir(), 'redress-start-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const oneLine = /^[^\n]+\n$/

const wrong: readonly (readonly [what: string, args: readonly string[], env: NodeJS.ProcessEnv, names: RegExp])[] = [
  ['an unknown flag', ['--colour', 'red', '--data-dir', folder], {}, /--colour/],
  ['a port that is none', ['--port', '70000', '--data-dir', folder], {}, /^--port:/],
  ['no data folder', [], {}, /^--data-dir:/],
  ['half of a TLS pair', ['--tls-cert', 'a.pem', '--data-dir', folder], {}, /^--tls-key:/],
  ['a TLS file that is not there', ['--tls-cert', 'a', '--tls-key', 'b', '--data-dir', folder], {}, /^--tls-cert:/],
  ['a database address that is none', ['--data-dir', folder], { DATABASE_URL: 'mysql://here' }, /^DATABASE_URL:/],
  ['a log level that is none', ['--data-dir', folder], { REDRESS_LOG_LEVEL: 'loud' }, /^REDRESS_LOG_LEVEL:/],
]

for (const [what, args, env, names] of wrong)
  it(`names what is wrong in one line: ${what}`, () => {
    const read = () => readServerOptions(args, env)
    expect(read).toThrow(StartError)
    expect(read).toThrow(names)
    expect(read).not.toThrow(/\n/)
  })

it('TRU-3e ends with 2 and one line for an address beyond this machine without TLS', async () => {
  const ended = await runServer(['--data-dir', folder, '--listen', '0.0.0.0'])
  expect(ended.said).toMatch(oneLine)
  expect(ended).toEqual({ code: 2, said: expect.stringMatching(/^--listen: .*--tls-cert/) })
})

onPglite('starting', (bed) => {
  it('refuses a second server on one folder while the first goes on, and keeps its secrets to its own user', async () => {
    const { dataDir } = await bed.home()
    const first = await spawnServer(['--demo', '--data-dir', dataDir])
    const modes = ['', 'token.key', 'server.key'].map((file) => statSync(join(dataDir, 'keys', file)).mode & 0o777)
    expect(modes).toEqual([0o700, 0o600, 0o600])
    const second = await runServer(['--demo', '--data-dir', dataDir])
    expect(second.code).toBe(2)
    expect(second.said).toMatch(/server\.lock is held by process \d+\n$/)
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200)
    const elsewhere = (await bed.home()).dataDir
    const taken = await runServer(['--demo', '--data-dir', elsewhere, '--port', new URL(first.url).port])
    expect(taken).toEqual({ code: 1, said: `--port: ${new URL(first.url).port} is taken\n` })
    await first.kill()
  })

  it('ends with the start command that brought it along, even when that was killed', async () => {
    const { dataDir } = await bed.home()
    const args = [join(import.meta.dirname, '../../../server/main.ts'), '--demo', '--data-dir', dataDir]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore', 'ipc'] })
    await once(child.stdout as Readable, 'data')
    const ended = once(child, 'exit')
    child.disconnect()
    expect(await ended).toEqual([0, null])
  })
})
