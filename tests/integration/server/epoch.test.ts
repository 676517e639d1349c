import { createPublicKey, verify } from 'node:crypto'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { RunningServer } from '../../../server/start.ts'
import { EpochRecordSchema, type HelloResponse } from '../../../shared/sync/protocol.ts'
import { type Bed, type Home, onBothDatabases } from './tools/databases.ts'
import { codeOf, createDevice, get } from './tools/device.ts'

/** A backup taken while the server stands still, and the way back to it. The keys are not part of it. */
async function backUp(bed: Bed, home: Home): Promise<() => Promise<Home>> {
  if (home.databaseUrl !== undefined) {
    const restore = await bed.cluster().dump(home.databaseUrl)
    return async () => ({ ...home, databaseUrl: await restore() })
  }
  const copy = join(home.dataDir, 'backup')
  const parts = ['pg', 'pg-copy', 'journal']
  for (const part of parts) cpSync(join(home.dataDir, part), join(copy, part), { recursive: true })
  return async () => {
    for (const part of parts) {
      rmSync(join(home.dataDir, part), { recursive: true })
      cpSync(join(copy, part), join(home.dataDir, part), { recursive: true })
    }
    return home
  }
}

function readRecord(hello: HelloResponse, serverKey: string) {
  const { text, sig } = hello.epochRecord ?? { text: '', sig: '' }
  const key = createPublicKey({ key: Buffer.from(serverKey, 'base64'), format: 'der', type: 'spki' })
  expect(verify(null, Buffer.from(text), key, Buffer.from(sig, 'base64'))).toBe(true)
  return EpochRecordSchema.parse(JSON.parse(text))
}

onBothDatabases('a server restored from a backup', (bed) => {
  let server: RunningServer

  it('SYNC-11a SYNC-11b CASE-6d learns from a receipt that it lost its tail, begins an epoch and gets the tail back', async () => {
    const home = await bed.home()
    server = await bed.start(home)
    const [writer, reader] = [createDevice(), createDevice()]
    await writer.login(server.url, 'lin')
    await reader.login(server.url, 'zhou')
    writer.open()
    await writer.push(server.url, 1)
    const before = await reader.pull(server.url, { 'team:hotline': 0 })
    await server.close()
    const restore = await backUp(bed, home)
    server = await bed.start(home)

    writer.open()
    const { epoch, receipt } = { epoch: (await writer.hello(server.url)).epoch, ...(await writer.push(server.url, 2)) }
    const lost = await reader.pull(server.url, { 'team:hotline': 0 })
    await server.close()
    // No backup is put back in the third of a second within which two starts would stand at one place (`server/sync/numbers.ts`).
    server = await bed.start(await restore(), { nowMs: () => Date.now() + 1_000 })

    const same = await writer.hello(server.url)
    expect(same.epoch).toBe(epoch)
    const hello = await writer.hello(server.url, { epoch, receipts: [receipt ?? ''] })
    expect(hello.epoch).not.toBe(epoch)
    expect(hello.lastN).toBe(1)
    const record = readRecord(hello, writer.signIn().serverKey)
    expect(record).toMatchObject({ epoch: hello.epoch, previous: epoch, index: 1, reason: 'tail_lost' })
    const page = before.pages[0]
    expect(record.heads['team:hotline']).toEqual({ head: page?.head, digest: page?.digestAtHead })

    const stale = await writer.send(server.url, writer.request(epoch, 2))
    expect([stale.status, codeOf(stale)]).toEqual([409, 'epoch.other'])
    await writer.push(server.url, 2)
    const after = await reader.pull(server.url, { 'team:hotline': 0 })
    expect(after.epoch).toBe(hello.epoch)
    const ids = (events: typeof lost) => events.pages[0]?.events.map((it) => it.event.id)
    expect(ids(after)).toEqual(ids(lost))
    const numbers = [before, lost, after].flatMap((it) => it.pages[0]?.events ?? []).map((it) => it.event)
    const given = numbers.filter((it) => it.type === 'number_given').map((it) => `${it.case} ${it.body['number']}`)
    const byNumber = new Map([...new Set(given)].map((it) => [it.split(' ')[1], it]))
    expect(byNumber.size).toBe(3)
    expect(new Set(given).size).toBe(3)
  })

  it('SYNC-5 SYNC-11 what was said of a case that is lost itself waits until who opened it sends it again', async () => {
    const home = await bed.home()
    server = await bed.start(home)
    const [writer, speaker] = [createDevice(), createDevice()]
    await writer.login(server.url, 'lin')
    await speaker.login(server.url, 'zhou')
    await server.close()
    const restore = await backUp(bed, home)
    server = await bed.start(home)
    const opened = writer.open()
    const { receipt = '' } = await writer.push(server.url, 1)
    const { epoch } = await writer.hello(server.url)
    const note = speaker.note(opened.case)
    expect((await speaker.push(server.url, 1)).verdicts).toMatchObject([{ verdict: 'accepted' }])
    await server.close()
    server = await bed.start(await restore())

    await writer.hello(server.url, { epoch, receipts: [receipt] })
    const early = await speaker.push(server.url, 1)
    expect(early.verdicts).toMatchObject([{ verdict: 'quarantined', code: 'case.unknown' }])
    const kept = async () => (await get(server.url, '/v1/quarantine', speaker.signIn().accessToken)).body
    expect(await kept()).toMatchObject([{ n: 1, code: 'case.unknown' }])
    await writer.push(server.url, 1)
    const page = (await writer.pull(server.url, { 'team:hotline': 0 })).pages[0]
    const ids = page?.events.filter(({ event }) => event.type !== 'number_given').map(({ event }) => event.id)
    expect(ids).toEqual([opened.id, note.id])
    expect(await kept()).toEqual([])
    expect((await speaker.push(server.url, 1)).verdicts).toEqual(early.verdicts)
  })

  it('SYNC-8 SYNC-11 what only a newer version can read of a lost case waits too, also while nobody has noticed the loss', async () => {
    const home = await bed.home()
    server = await bed.start(home)
    const [writer, newer] = [createDevice(), createDevice()]
    await writer.login(server.url, 'lin')
    await newer.login(server.url, 'zhou')
    await server.close()
    const restore = await backUp(bed, home)
    server = await bed.start(home)
    const opened = writer.open()
    const { receipt = '' } = await writer.push(server.url, 1)
    const { epoch } = await writer.hello(server.url)
    await server.close()
    server = await bed.start(await restore())

    const noted = newer.say({ type: 'weather_noted', v: 7, case: opened.case, body: { sky: 'grey' } })
    const early = await newer.push(server.url, 1)
    expect(early.verdicts).toMatchObject([{ verdict: 'quarantined', code: 'case.unknown' }])
    expect((await newer.hello(server.url)).epoch).toBe(epoch)
    await writer.hello(server.url, { epoch, receipts: [receipt] })
    await writer.push(server.url, 1)
    const page = (await writer.pull(server.url, { 'team:hotline': 0 })).pages[0]
    const ids = page?.events.filter(({ event }) => event.type !== 'number_given').map(({ event }) => event.id)
    expect(ids).toEqual([opened.id, noted.id])
  })

  it('SYNC-11 takes what was said in a session it gave and lost, and in no other', async () => {
    const home = await bed.home()
    server = await bed.start(home)
    const [before, after] = [createDevice(), createDevice()]
    await before.login(server.url, 'zhou')
    await server.close()
    const restore = await backUp(bed, home)
    server = await bed.start(home)
    await after.login(server.url, 'lin')
    const opened = after.open()
    after.note(opened.case, { session: after.signIn().session.replace(/^../, 'ff') })
    after.note(opened.case, { actor: 'zhou' })
    await server.close()
    server = await bed.start(await restore())
    await after.login(server.url, 'lin')
    const words = (await after.push(server.url, 1)).verdicts.map((it) => ('code' in it ? it.code : it.verdict))
    expect(words).toEqual(['accepted', 'session.unknown', 'session.other_actor'])
  })

  it('begins no epoch for a receipt of somebody else, a forged one, or one that is merely old', async () => {
    const [writer, other] = [createDevice(), createDevice()]
    await writer.login(server.url, 'lin')
    await other.login(server.url, 'lin')
    writer.open()
    const { receipt = '' } = await writer.push(server.url, 1)
    const { epoch } = await other.hello(server.url)
    const [text = '', sig = ''] = receipt.split('.')
    const claim = Buffer.from(
      JSON.stringify({ org: 'demo', device: other.name, epoch, index: 9, lastN: 99, heads: {} }),
    )
    for (const shown of [receipt, `${claim.toString('base64url')}.${sig}`, text, 'x.y', ''])
      expect((await other.hello(server.url, { epoch, receipts: [shown] })).epoch).toBe(epoch)
    expect((await writer.hello(server.url, { epoch, receipts: [receipt] })).epoch).toBe(epoch)
  })
})
