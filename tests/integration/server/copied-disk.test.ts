import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createWire } from '../../../electron/core/network/transport.ts'
import type { RunningServer } from '../../../server/start.ts'
import { demoPassword } from '../../../shared/contract/demo.ts'
import type { Forked } from '../../../shared/contract/server.ts'
import { forkProofBytes } from '../../../shared/sync/signing.ts'
import { closeConsoles, openTestConsole, type TestConsole } from './tools/console.ts'
import { onBothDatabases } from './tools/databases.ts'
import { codeOf, createDevice, type Device, get, post } from './tools/device.ts'
import { startFaultyProxy } from './tools/faulty-proxy.ts'

const soon = { timeout: 30_000, interval: 50 }

onBothDatabases('a disk that was copied while both machines live', (bed) => {
  let server: RunningServer
  const admin = createDevice()

  beforeAll(async () => {
    server = await bed.start(await bed.home(), { logLevel: 'silent' })
    await admin.login(server.url, 'admin')
  })
  afterAll(closeConsoles)

  const note = (it: TestConsole, id: string, text: string) =>
    it.client.cases.execute({ commandId: randomUUID(), case: id, command: { type: 'addNote', text } })
  const deviceOf = async (it: TestConsole) => (await it.client.session.current()).device
  /** Cases with this word in their symptom, as a console shows them, with their records. */
  async function seen(it: TestConsole, word: string): Promise<readonly unknown[]> {
    const { rows } = await it.client.cases.list({ view: 'all', limit: 200 })
    const mine = rows.filter((row) => row.symptom?.includes(word)).toSorted((a, b) => a.id.localeCompare(b.id))
    const found: unknown[] = []
    for (const { id, symptom } of mine) {
      const view = await it.client.cases.get({ id })
      found.push([symptom, view?.pending, view?.record.map((event) => (event as { id: string }).id)])
    }
    return found
  }
  async function equal(consoles: readonly TestConsole[], word: string, cases: number): Promise<readonly unknown[]> {
    for (const it of consoles) await it.inStep(30_000)
    await vi.waitFor(async () => {
      const all = await Promise.all(consoles.map((it) => seen(it, word)))
      expect(all[0]).toHaveLength(cases)
      for (const other of all) expect(other).toEqual(all[0])
      expect(JSON.stringify(all[0])).not.toContain('true')
    }, soon)
    for (const it of consoles) {
      expect(await it.client.refused.list()).toEqual([])
      expect((await it.client.record.verify()).ok).toBe(true)
    }
    return seen(consoles[0] as TestConsole, word)
  }
  async function copyOf(it: TestConsole): Promise<string> {
    await it.close()
    const dir = mkdtempSync(join(tmpdir(), 'redress-copied-'))
    cpSync(it.dir, dir, { recursive: true })
    return dir
  }
  const kept = async () => (await get(server.url, '/v1/quarantine', (await supervisor()).signIn().accessToken)).body
  async function supervisor(): Promise<Device> {
    const device = createDevice()
    await device.login(server.url, 'zhou')
    return device
  }

  it('SYNC-1 SYNC-3 the one that comes second takes a name of its own by itself; nothing is lost, nothing counts twice', async () => {
    const first = await openTestConsole(server.url)
    await first.inStep()
    await first.open('复制之前 甲')
    await first.inStep()
    const dir = await copyOf(first)
    const line = await startFaultyProxy(server.url)
    const original = await openTestConsole(server.url, { dir: first.dir })
    const copy = await openTestConsole(line.url, { dir })
    await original.inStep()
    await copy.inStep()
    const name = await deviceOf(original)
    expect(await deviceOf(copy)).toBe(name)
    line.faults.silent = true
    const ids = [await original.open('复制之后 原机一'), await original.open('复制之后 原机二')]
    const own = await copy.open('复制之后 副本一')
    await note(copy, own, '副本的备注')
    await original.inStep()
    line.faults.silent = false
    await equal([original, copy], '复制之后', 3)
    expect(await deviceOf(original)).toBe(name)
    expect(await deviceOf(copy)).not.toBe(name)
    await note(original, own, '两边都在')
    await note(copy, ids[0] ?? '', '两边都在')
    await equal([original, copy], '复制之后', 3)
    const reader = await openTestConsole(server.url, { profile: 'supervisor' })
    await equal([original, copy, reader], '复制之', 4)
    expect(await kept()).toEqual([])
    const audit = (await get(server.url, '/v1/audit?limit=500', admin.signIn().accessToken)).body
    const entry = { act: 'device.forked', subject: await deviceOf(copy), detail: { of: name } }
    expect(audit).toContainEqual(expect.objectContaining(entry))
    await copy.close()
    const again = await openTestConsole(server.url, { dir })
    expect(await deviceOf(again)).toBe(entry.subject)
    await again.open('复制之后 重启')
    await equal([original, again], '复制之后', 4)
    await line.close()
  })

  it('SYNC-1 SYNC-3 what waited when the disk was copied is sent by both and stands once', async () => {
    const line = await startFaultyProxy(server.url)
    const first = await openTestConsole(line.url)
    await first.inStep()
    line.faults.silent = true
    const shared = await first.open('未发出 两边都有')
    const dir = await copyOf(first)
    const original = await openTestConsole(line.url, { dir: first.dir })
    const far = await startFaultyProxy(server.url)
    far.faults.silent = true
    const copy = await openTestConsole(far.url, { dir })
    for (let i = 0; i < 3; i++) await note(original, shared, `原机 ${i}`)
    for (let i = 0; i < 5; i++) await note(copy, shared, `副本 ${i}`)
    far.faults.silent = false
    await copy.inStep()
    line.faults.silent = false
    const [held] = (await equal([original, copy], '未发出', 1)) as [[string, boolean, string[]]]
    // The opening, its official number, and the notes of both.
    expect(held[2]).toHaveLength(1 + 1 + 3 + 5)
    expect(new Set(held[2]).size).toBe(held[2].length)
    expect(await deviceOf(original)).not.toBe(await deviceOf(copy))
    expect(await kept()).toEqual([])
    await line.close()
    await far.close()
  })

  it('SYNC-5 events of two people wait on the copy: each stays its author’s, in a session of the new name', async () => {
    const first = await openTestConsole(server.url)
    await first.inStep()
    const id = await first.open('换班 之前')
    await first.inStep()
    const dir = await copyOf(first)
    const wire = createWire({ proxy: 'none' })
    const way = { isDark: false }
    const unlessDark = <T>(it: T): T => {
      if (way.isDark) throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })
      return it
    }
    const fetch: typeof wire.fetch = async (url, init) => unlessDark(await wire.fetch(unlessDark(url), init))
    const original = await openTestConsole(server.url, { dir: first.dir })
    const copy = await openTestConsole(server.url, { dir, wire: { ...wire, fetch } })
    await copy.inStep()
    await original.inStep()
    const said = await copy.client.session.signIn({ org: 'demo', user: 'zhou', password: demoPassword })
    expect(said).toMatchObject({ state: 'open', actor: { id: 'zhou' } })
    await copy.inStep()
    way.isDark = true
    await note(original, id, '原机')
    await original.inStep()
    await note(copy, id, '主管的备注')
    await copy.client.session.signIn({ org: 'demo', user: 'lin', password: demoPassword })
    await note(copy, id, '坐席的备注')
    way.isDark = false
    await equal([original, copy], '换班', 1)
    expect(await deviceOf(copy)).not.toBe(await deviceOf(original))
    const record = (await original.client.cases.get({ id }))?.record as { type: string; actor: string }[]
    const authors = record.filter((it) => it.type === 'note_added').map((it) => it.actor)
    expect(authors.toSorted()).toEqual(['lin', 'lin', 'zhou'])
    expect(await copy.client.session.current()).toMatchObject({ actor: { id: 'lin' } })
    expect(await kept()).toEqual([])
  })

  it('TRU-3 a new name is given to who holds the key of the old one, and sessions of that device only', async () => {
    const [agent, other] = [createDevice(), createDevice()]
    await agent.login(server.url, 'lin')
    await other.login(server.url, 'zhou')
    const pair = generateKeyPairSync('ed25519')
    const next = createDevice(`device-${randomUUID()}`, pair)
    const ask = (proof: string) =>
      post(
        server.url,
        '/v1/devices/fork',
        {
          device: next.name,
          devicePublicKey: next.publicKey,
          proof,
          sessions: [
            { session: agent.signIn().session, actor: 'lin' },
            { session: agent.signIn().session, actor: 'zhou' },
            { session: other.signIn().session, actor: 'zhou' },
            { session: 'made-up', actor: 'zhou' },
          ],
        },
        agent.signIn().accessToken,
      )
    const said = forkProofBytes(agent.name, next.name, next.publicKey)
    expect(codeOf(await ask(sign(null, said, pair.privateKey).toString('base64')))).toBe('device.proof')
    expect(codeOf(await ask(agent.proof(said)))).toBeUndefined()
    const again = await ask(agent.proof(said))
    const { signIn, sessions } = again.body as Forked
    expect(Object.keys(sessions)).toEqual([agent.signIn().session])
    next.adopt(signIn)
    next.open()
    expect((await next.push(server.url, 1)).verdicts.map((it) => it.verdict)).toEqual(['accepted'])
  })
})
