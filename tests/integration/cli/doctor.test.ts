import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHostedCore } from '../../../electron/host/core-for-hosts.ts'
import { readOptions } from '../../../electron/start/options.ts'

const root = resolve(import.meta.dirname, '../../..')
let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'redress-cli-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }))

interface Ran {
  readonly code: number | null
  readonly lines: readonly Readonly<Record<string, unknown>>[]
  readonly stderr: string
}

/** Runs `redress` as a person would; stdout is JSON lines. */
function redress(args: readonly string[], stdin = ''): Promise<Ran> {
  const child = spawn(process.execPath, [join(root, 'electron/cli/main.ts'), '--data-dir', dir, ...args])
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk)
  })
  child.stdin.end(stdin)
  const lines = () => stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
  return new Promise((done) => child.once('close', (code) => done({ code, lines: lines(), stderr })))
}

const newCase = JSON.stringify({
  receivedAt: '2024-05-10T10:20:00+08:00',
  customer: { name: '张三', phones: ['１３８-1234 1234'] },
  issue: { occurredAt: '2024-05-10T10:15:00+08:00', symptom: '近 7 天订单列表打不开' },
  demands: [
    { kind: 'fix', within: 'PT2H' },
    { kind: 'compensate', amount: 20.5 },
  ],
})

describe('redress on the command line', () => {
  it('TRU-1 opens a case, lists it, and verifies the record it wrote', async () => {
    const made = await redress(['case', 'new'], `${newCase}\n`)
    expect(made).toMatchObject({ code: 0 })
    expect(made.lines[0]).toMatchObject({ status: 'received', number: expect.stringMatching(/^L1-1$/) })
    const shown = await redress(['case', 'show', String(made.lines[0]?.['id'])])
    expect(JSON.stringify(shown.lines)).toContain('138****1234')
    expect(JSON.stringify(shown.lines)).not.toContain('13812341234')
    expect(await redress(['verify'])).toMatchObject({
      code: 0,
      lines: [{ ok: true, events: 1, cases: 1, firstBad: null }],
    })
  })

  it('doctor looks at the machine, the store, the record, the session, sync and clock, and at a server that is away', async () => {
    const { code, lines } = await redress(['doctor', '--server', 'http://127.0.0.1:9'])
    const checks = Object.fromEntries(lines.map((line) => [line['check'], line['ok']]))
    expect(Object.keys(checks)).toEqual([
      'node',
      'window',
      'disk',
      'store',
      'record',
      'session',
      'sync',
      'clock',
      'server',
    ])
    expect(checks).toMatchObject({ node: true, store: true, record: true, session: true, clock: true, server: false })
    expect(code).toBe(1)
  })

  it('talks to the running core instead of opening the store a second time', async () => {
    const core = await openHostedCore(readOptions(['--data-dir', dir, '--server', 'none'], {}))
    try {
      const listed = await redress(['case', 'list'])
      expect(listed).toMatchObject({ code: 0 })
      expect(listed.lines).toHaveLength(1)
    } finally {
      if (core.ok) await core.value.close()
    }
  })

  it.each([
    [['frob'], "unknown command 'frob'"],
    [['--profile', 'boss', 'verify'], '--profile must be one of'],
    [['case', 'list', '--limit', 'many'], '--limit must be a whole number'],
  ])('ends with 2 and one line for a bad call: %j', async (args, words) => {
    const { code, stderr } = await redress(args)
    expect(code).toBe(2)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain(words)
  })

  it('CASE-1e names what is wrong with a case, and ends with 2 for what is no JSON', async () => {
    expect((await redress(['case', 'new'], '{"receivedAt":"someday"}\n')).stderr).toContain('receivedAt')
    expect(await redress(['case', 'new'], 'not json\n')).toMatchObject({ code: 2 })
  })
})
