import { existsSync, readFileSync, statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { SignInSchema } from '../../../shared/contract/server.ts'
import { onBothDatabases } from './tools/databases.ts'
import { codeOf, createDevice, get, post } from './tools/device.ts'

onBothDatabases('first run', (bed) => {
  it('founds the organisation for who knows the word in the file, once', async () => {
    let file = ''
    const onSetup = (path: string) => {
      file = path
    }
    const server = await bed.start(await bed.bare(), { demo: false, onSetup })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const device = createDevice()
    const body = {
      word: 'not the word, but long enough',
      org: { id: 'acme', name: '测试公司', zone: 'Asia/Shanghai' },
      site: { id: 'main', name: '总部', code: 'A' },
      team: { id: 'one', name: '一组' },
      admin: { id: 'root', name: '管理员', password: 'long enough 12' },
      device: device.name,
      devicePublicKey: device.publicKey,
    }
    expect(codeOf(await post(server.url, '/v1/setup', body))).toBe('setup.word')
    const word = readFileSync(file, 'utf8')
    const reserved = { ...body, word, device: 'server:acme' }
    expect(codeOf(await post(server.url, '/v1/setup', reserved))).toBe('device.name_reserved')
    const other = createDevice()
    const twin = {
      ...body,
      word,
      org: { ...body.org, id: 'twin' },
      device: other.name,
      devicePublicKey: other.publicKey,
    }
    const both = await Promise.all([{ ...body, word }, twin].map((it) => post(server.url, '/v1/setup', it)))
    expect(both.map((it) => it.status).toSorted()).toEqual([200, 401])
    const founded = both.find((it) => it.status === 200) ?? both[0]
    if (founded === undefined) throw new Error('nothing was founded')
    const signIn = SignInSchema.parse(founded.body)
    expect(['acme', 'twin']).toContain(signIn.org.id)
    expect(signIn.actor).toMatchObject({ id: 'root', role: 'admin', scopes: ['user:root', 'shared'] })
    expect(existsSync(file)).toBe(false)
    expect(codeOf(await post(server.url, '/v1/setup', { ...body, word }))).toBe('setup.word')
    const people = await get(server.url, '/v1/people', signIn.accessToken)
    expect(people.body).toMatchObject([{ id: 'root', role: 'admin' }])
    const audit = (await get(server.url, '/v1/audit', signIn.accessToken)).body as { act: string }[]
    expect(audit.map((it) => it.act)).toEqual(['epoch.started', 'org.founded', 'device.entered'])
  })
})
