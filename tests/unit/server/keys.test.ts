import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'redress-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Opens the keys of one folder after another, each at the moment all the others do; tells what it got. */
const opener = `
  import { parentPort, workerData } from 'node:worker_threads'
  const { openKeys } = await import(workerData.module)
  const turn = new Int32Array(workerData.shared)
  const got = workerData.folders.map((folder, i) => {
    Atomics.add(turn, i, 1)
    while (Atomics.load(turn, i) < workerData.workers);
    const keys = openKeys(folder)
    return keys.publicKey + Buffer.from(keys.orgKey('one')).toString('hex') + keys.tokenKey.export().toString('hex')
  })
  parentPort.postMessage(got)
`

it('TRU-3 servers that start at once on one folder hold the same keys, and leave nothing else there', async () => {
  const [workers, rounds] = [2, 60]
  const workerData = {
    module: new URL('../../../server/auth/keys.ts', import.meta.url).href,
    folders: Array.from({ length: rounds }, (_, i) => join(folder, String(i))),
    shared: new SharedArrayBuffer(4 * rounds),
    workers,
  }
  const code = new URL(`data:text/javascript,${encodeURIComponent(opener)}`)
  const started = Array.from({ length: workers }, () => new Worker(code, { workerData }))
  const [first, second] = await Promise.all(started.map(async (it) => (await once(it, 'message'))[0] as string[]))
  expect(second).toEqual(first)
  for (const it of workerData.folders) {
    const files = readdirSync(join(it, 'keys'))
    expect(files.toSorted()).toEqual(['org-one.key', 'server.key', 'token.key'])
    for (const file of files) expect(statSync(join(it, 'keys', file)).mode & 0o777).toBe(0o600)
  }
})
