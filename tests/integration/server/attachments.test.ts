import { createHash, randomBytes } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import type { RunningServer } from '../../../server/start.ts'
import type { CaseId } from '../../../shared/kernel/brand.ts'
import { onBothDatabases } from './tools/databases.ts'
import { createDevice, type Device } from './tools/device.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const b64 = (text: string): string => Buffer.from(text).toString('base64')

onBothDatabases('attachments', (bed) => {
  let server: RunningServer
  const agent = createDevice()
  const handler = createDevice()
  let caseId: CaseId

  beforeAll(async () => {
    server = await bed.start(await bed.home())
    await agent.login(server.url, 'lin')
    await handler.login(server.url, 'chen')
    caseId = agent.open().case
    await agent.push(server.url, 1)
  })

  const call = (
    device: Device,
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: Uint8Array,
  ) =>
    fetch(`${server.url}/v1/attachments${path}`, {
      method,
      headers: { authorization: `Bearer ${device.signIn().accessToken}`, ...headers },
      ...(body ? { body: Buffer.from(body) } : {}),
    })
  const announce = (device: Device, bytes: Uint8Array, hash: string, length = bytes.length) =>
    call(device, 'POST', '', {
      'upload-length': String(length),
      'upload-metadata': `case ${b64(caseId)},hash ${b64(hash)},sha256 ${b64(sha256(bytes))}`,
    })
  const append = (device: Device, path: string, offset: number, bytes: Uint8Array) =>
    call(
      device,
      'PATCH',
      path,
      { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      bytes,
    )
  const pathOf = (hash: string): string => `/${caseId}/${hash}`
  const codeIn = async (response: Response): Promise<unknown> => ((await response.json()) as { code: unknown }).code

  it('CASE-7b CASE-7d come by tus in pieces, resume where they stopped, and go out whole or from a byte on', async () => {
    const bytes = randomBytes(300_000)
    const hash = sha256(randomBytes(8))
    const made = await announce(agent, bytes, hash)
    expect([made.status, made.headers.get('location'), made.headers.get('tus-resumable')]).toEqual([
      201,
      `/v1/attachments/${caseId}/${hash}`,
      '1.0.0',
    ])
    expect((await append(agent, pathOf(hash), 0, bytes.subarray(0, 100_000))).headers.get('upload-offset')).toBe(
      '100000',
    )
    const wrong = await append(agent, pathOf(hash), 5, bytes)
    expect([wrong.status, await codeIn(wrong)]).toEqual([409, 'attachment.offset'])
    expect((await call(agent, 'GET', pathOf(hash))).status).toBe(404)
    const state = await call(agent, 'HEAD', pathOf(hash))
    expect([state.headers.get('upload-offset'), state.headers.get('upload-length')]).toEqual(['100000', '300000'])
    expect((await append(agent, pathOf(hash), 100_000, bytes.subarray(100_000))).status).toBe(204)
    const whole = await call(agent, 'GET', pathOf(hash))
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true)
    const names = ['content-type', 'content-disposition', 'x-content-type-options']
    expect(names.map((it) => whole.headers.get(it))).toEqual(['application/octet-stream', 'attachment', 'nosniff'])
    const rest = await call(agent, 'GET', pathOf(hash), { range: 'bytes=299990-' })
    expect([rest.status, Buffer.from(await rest.arrayBuffer())]).toEqual([206, bytes.subarray(299_990)])
    expect((await announce(agent, bytes, hash)).headers.get('upload-offset')).toBe('300000')
  })

  it('are thrown away when what came is not what was announced, and taken when it comes again', async () => {
    const bytes = randomBytes(1000)
    const hash = sha256(randomBytes(8))
    await announce(agent, bytes, hash)
    const damaged = await append(agent, pathOf(hash), 0, randomBytes(1000))
    expect([damaged.status, await codeIn(damaged)]).toEqual([409, 'attachment.damaged'])
    expect((await append(agent, pathOf(hash), 0, bytes)).status).toBe(204)
    const longer = sha256(randomBytes(8))
    await announce(agent, bytes, longer)
    const tooMuch = await append(agent, pathOf(longer), 0, randomBytes(1001))
    expect([tooMuch.status, await codeIn(tooMuch)]).toEqual([413, 'attachment.too_large'])
  })

  it('are at most 25 MB, twenty a case, never empty', async () => {
    const bytes = randomBytes(10)
    const limits = [0, 25 * 1024 * 1024 + 100_000].map((length) =>
      announce(agent, bytes, sha256(randomBytes(8)), length),
    )
    expect((await Promise.all(limits)).map((it) => it.status)).toEqual([413, 413])
    const statuses: number[] = []
    for (let i = 0; i < 20; i++) statuses.push((await announce(agent, bytes, sha256(randomBytes(8)))).status)
    expect(statuses.filter((it) => it === 201)).toHaveLength(17)
    expect(new Set(statuses.slice(17))).toEqual(new Set([409]))
  })

  it('SYNC-6 belong to who holds the case: for others they are not there', async () => {
    const bytes = randomBytes(10)
    const answers = [
      await announce(handler, bytes, sha256(bytes)),
      await call(handler, 'GET', pathOf(sha256(bytes))),
      await call(handler, 'HEAD', pathOf(sha256(bytes))),
      await append(handler, pathOf(sha256(bytes)), 0, bytes),
      await call(agent, 'GET', `/${caseId}/..%2f..%2f..%2fkeys%2ftoken.key`),
    ]
    expect(answers.map((it) => it.status)).toEqual([404, 404, 404, 404, 404])
  })
})
