import { generateKeyPairSync } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { createPasswords } from '../../../server/auth/password.ts'
import type { RunningServer } from '../../../server/start.ts'
import { demoPassword } from '../../../shared/contract/demo.ts'
import type { SignIn } from '../../../shared/contract/server.ts'
import { onBothDatabases } from './tools/databases.ts'
import { codeOf, createDevice, get, post } from './tools/device.ts'
import { openStream } from './tools/stream.ts'

const hourMs = 3_600_000

it('TRU-3 makes each guess at a password cost 64 MiB or more', async () => {
  const passwords = createPasswords()
  const stored = await passwords.hash('right')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/)
  expect([await passwords.check('right', stored), await passwords.check('wrong', stored)]).toEqual([true, false])
})

onBothDatabases('accounts', (bed) => {
  let server: RunningServer
  let nowMs = Date.now()

  beforeAll(async () => {
    server = await bed.start(await bed.home(), { nowMs: () => nowMs })
  })

  const signedIn = async (user: string) => {
    const device = createDevice()
    await device.login(server.url, user)
    return device
  }
  const login = (user: string, password: string, org = 'demo') => {
    const device = createDevice()
    const body = { org, user, password, device: device.name, devicePublicKey: device.publicKey }
    return post(server.url, '/v1/auth/login', body)
  }

  it('answers a wrong password, an unknown person and an unknown organisation alike', async () => {
    const answers = [await login('lin', 'wrong'), await login('nobody', 'wrong'), await login('lin', 'wrong', 'else')]
    expect(answers.map((it) => [it.status, codeOf(it)])).toEqual(Array(3).fill([401, 'login.wrong']))
  })

  it('lets five wrong passwords pass, then waits 30 s, doubling to an hour, right password or not', async () => {
    const start = nowMs
    for (let i = 0; i < 4; i++) expect(codeOf(await login('chen', 'wrong'))).toBe('login.wrong')
    expect((await login('chen', demoPassword)).status).toBe(200)
    for (let i = 0; i < 5; i++) await login('chen', 'wrong')
    const waits: number[] = []
    for (let i = 0; i < 9; i++) {
      const waiting = await login('chen', demoPassword)
      expect(codeOf(waiting)).toBe('login.wait')
      waits.push((waiting.body as { retryAfterMs: number }).retryAfterMs / 1000)
      nowMs += (waits.at(-1) ?? 0) * 1000
      await login('chen', 'wrong')
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600])
    nowMs += hourMs
    expect((await login('chen', demoPassword)).status).toBe(200)
    nowMs = start
  })

  it('counts first guesses at once one by one', async () => {
    const answers = await Promise.all(Array.from({ length: 9 }, () => login('hu', 'wrong')))
    expect(answers.filter((it) => codeOf(it) === 'login.wrong')).toHaveLength(5)
    expect(answers.filter((it) => codeOf(it) === 'login.wait')).toHaveLength(4)
  })

  it('SYNC-9 lets nobody wait longer because the clock of the server ran ahead when it began', async () => {
    const [right, ahead] = [nowMs, 400 * 24 * hourMs]
    nowMs += ahead
    for (let i = 0; i < 5; i++) await login('song', 'wrong')
    nowMs = right
    const told = await login('song', demoPassword)
    expect([told.status, (told.body as { retryAfterMs: number }).retryAfterMs]).toEqual([429, 30_000])
    nowMs += 29_000
    expect((await login('song', demoPassword)).status).toBe(429)
    nowMs += 1_001
    expect((await login('song', demoPassword)).status).toBe(200)
  })

  it('gives short tokens: after a quarter of an hour only a refresh helps', async () => {
    const device = await signedIn('lin')
    nowMs += 15 * 60_000
    const answer = await get(server.url, '/v1/directory', device.signIn().accessToken)
    expect([answer.status, codeOf(answer)]).toEqual([401, 'token.unknown'])
    const fresh = (await device.refresh(server.url, device.signIn().refreshToken)).body as SignIn
    expect((await get(server.url, '/v1/directory', fresh.accessToken)).status).toBe(200)
  })

  it('takes a refresh token again when the answer was lost, and ends the session when it was stolen', async () => {
    const device = await signedIn('lin')
    const first = device.signIn().refreshToken
    const lost = (await device.refresh(server.url, first)).body as SignIn
    const again = (await device.refresh(server.url, first)).body as SignIn
    expect(codeOf(await device.refresh(server.url, lost.refreshToken))).toBe('token.unknown')
    const next = (await device.refresh(server.url, again.refreshToken)).body as SignIn
    expect((await get(server.url, '/v1/directory', next.accessToken)).status).toBe(200)
    expect(codeOf(await device.refresh(server.url, first))).toBe('token.reused')
    expect((await get(server.url, '/v1/directory', next.accessToken)).status).toBe(401)
    expect(codeOf(await device.refresh(server.url, next.refreshToken))).toBe('token.unknown')
  })

  it('SYNC-1 takes what was typed in a session on a disk put back to an earlier day, once the person signed in again', async () => {
    const device = await signedIn('lin')
    const { refreshToken: older, session } = device.signIn()
    const used = (await device.refresh(server.url, older)).body as SignIn
    await device.refresh(server.url, used.refreshToken)
    device.open('hotline', { session })
    expect(codeOf(await device.refresh(server.url, older))).toBe('token.reused')
    await device.login(server.url, 'lin')
    expect((await device.push(server.url, 1)).verdicts.map(({ verdict }) => verdict)).toEqual(['accepted'])
  })

  it('ends the session when a refresh token is shown without the key of its device', async () => {
    const device = await signedIn('lin')
    const thief = generateKeyPairSync('ed25519').privateKey
    const { refreshToken } = device.signIn()
    expect(codeOf(await device.refresh(server.url, refreshToken, thief))).toBe('token.stolen')
    expect(codeOf(await device.refresh(server.url, refreshToken))).toBe('token.unknown')
  })

  it('takes a device under its own key only', async () => {
    const device = await signedIn('lin')
    const other = createDevice(device.name)
    await expect(other.login(server.url, 'lin')).rejects.toThrow('device.other_key')
  })

  it('signs a person out everywhere else when they change their password', async () => {
    const [here, there] = [await signedIn('lin'), await signedIn('lin')]
    const body = { password: demoPassword, newPassword: 'a much longer one' }
    expect((await post(server.url, '/v1/auth/password', body, here.signIn().accessToken)).status).toBe(200)
    expect((await get(server.url, '/v1/directory', here.signIn().accessToken)).status).toBe(200)
    expect((await get(server.url, '/v1/directory', there.signIn().accessToken)).status).toBe(401)
    const back = { password: body.newPassword, newPassword: demoPassword }
    expect((await post(server.url, '/v1/auth/password', back, here.signIn().accessToken)).status).toBe(200)
  })

  it('TRU-2b lets an invited person set a password once, and holds what their role may hold', async () => {
    const admin = await signedIn('admin')
    const person = { id: 'wu', name: '吴', role: 'legal', team: 'hotline', teams: [] }
    const invited = await post(server.url, '/v1/invitations', person, admin.signIn().accessToken)
    const { invitation } = invited.body as { invitation: string }
    const device = createDevice()
    const { name, publicKey } = device
    const enter = { org: 'demo', invitation, password: 'twelve letters', device: name, devicePublicKey: publicKey }
    const entered = await post(server.url, '/v1/devices', enter)
    expect((entered.body as SignIn).actor.scopes).toEqual(['role:legal', 'user:wu', 'shared'])
    expect(codeOf(await post(server.url, '/v1/devices', enter))).toBe('invitation.unknown')
    expect((await login('wu', 'twelve letters')).status).toBe(200)
  })

  it('TRU-3 lets a person in anew who lost the invitation or forgot the password; what they had before ends', async () => {
    const admin = await signedIn('admin')
    const { accessToken } = admin.signIn()
    const person = { id: 'newcomer', name: '唐', role: 'agent', team: 'hotline', teams: [] }
    const first = (await post(server.url, '/v1/invitations', person, accessToken)).body as { invitation: string }
    const again = async () =>
      (await post(server.url, '/v1/people/newcomer/invitation', {}, accessToken)).body as { invitation: string }
    const enter = (invitation: string, password: string) => {
      const { name, publicKey } = createDevice()
      const body = { org: 'demo', invitation, password, device: name, devicePublicKey: publicKey }
      return post(server.url, '/v1/devices', body)
    }
    const second = await again()
    expect(codeOf(await enter(first.invitation, 'twelve letters'))).toBe('invitation.unknown')
    const old = (await enter(second.invitation, 'twelve letters')).body as SignIn
    for (let i = 0; i < 5; i++) await login('newcomer', 'forgotten')
    expect(codeOf(await login('newcomer', 'twelve letters'))).toBe('login.wait')
    const third = await again()
    expect((await get(server.url, '/v1/directory', old.accessToken)).status).toBe(200)
    expect((await enter(third.invitation, 'another twelve')).status).toBe(200)
    expect((await get(server.url, '/v1/directory', old.accessToken)).status).toBe(401)
    expect(codeOf(await login('newcomer', 'twelve letters'))).toBe('login.wrong')
    expect((await login('newcomer', 'another twelve')).status).toBe(200)
    const gone = { role: 'agent', team: 'hotline', teams: [], active: false }
    await post(server.url, '/v1/people/newcomer', gone, accessToken)
    expect(codeOf(await post(server.url, '/v1/people/newcomer/invitation', {}, accessToken))).toBe('person.inactive')
    expect(codeOf(await post(server.url, '/v1/people/nobody/invitation', {}, accessToken))).toBe('person.unknown')
  })

  it('TRU-2 takes no team whose name cannot stand in a scope: its people could not be told what they hold', async () => {
    const admin = (await signedIn('admin')).signIn().accessToken
    for (const id of ['north:east', 'x'.repeat(61)])
      expect(codeOf(await post(server.url, '/v1/teams', { id, name: '东', site: 'main' }, admin))).toBe(
        'input.malformed',
      )
    const longest = 'x'.repeat(60)
    expect((await post(server.url, '/v1/teams', { id: longest, name: '东', site: 'main' }, admin)).status).toBe(200)
    const placed = { role: 'agent', team: longest, teams: [], active: true }
    expect((await post(server.url, '/v1/people/tang', placed, admin)).status).toBe(200)
    const agent = await signedIn('tang')
    expect((await agent.hello(server.url)).scopes.map((it) => it.id)).toContain(`team:${longest}`)
  })

  it('TRU-2 renames a team, closes it once nobody works there, and takes nobody into a closed one', async () => {
    const admin = await signedIn('admin')
    const { accessToken } = admin.signIn()
    const change = (id: string, active: boolean) =>
      post(server.url, `/v1/teams/${id}`, { name: '夜班', active }, accessToken)
    expect((await post(server.url, '/v1/teams', { id: 'night', name: '晚班', site: 'main' }, accessToken)).status).toBe(
      200,
    )
    const person = { id: 'owl', name: '鸮', role: 'agent', team: 'night', teams: [] }
    expect((await post(server.url, '/v1/invitations', person, accessToken)).status).toBe(200)
    expect(codeOf(await change('night', false))).toBe('team.in_use')
    await post(server.url, '/v1/people/owl', { role: 'agent', team: 'hotline', teams: [], active: true }, accessToken)
    expect((await change('night', false)).status).toBe(200)
    expect(codeOf(await post(server.url, '/v1/invitations', { ...person, id: 'owl2' }, accessToken))).toBe(
      'team.closed',
    )
    expect(codeOf(await change('nowhere', false))).toBe('team.unknown')
    const { directory } = (await signedIn('lin')).signIn()
    expect([directory.teams['night'], directory.inactive?.teams]).toEqual(['夜班', ['night']])
  })

  it('TRU-3 has every administrative act on its record, by whom and from which device, densely numbered', async () => {
    const admin = await signedIn('admin')
    const { accessToken } = admin.signIn()
    const audit = (await get(server.url, '/v1/audit?limit=500', accessToken)).body as {
      n: number
      act: string
      actor: string
      subject: string
    }[]
    expect(audit.map((it) => it.n)).toEqual(audit.map((_, i) => i + 1))
    const acts = new Set(audit.map((it) => it.act))
    const expected = ['device.entered', 'invitation.used', 'password.changed', 'person.changed', 'person.invited']
    expected.push('person.invited_again', 'session.stolen', 'team.added', 'team.closed')
    expect([...acts]).toEqual(expect.arrayContaining(expected))
    expect(audit.filter((it) => it.act.startsWith('team.')).every((it) => it.actor === 'admin')).toBe(true)
  })

  it('SYNC-6 takes a scope away at once: the stream ends and what was held is gone', async () => {
    const admin = await signedIn('admin')
    const handler = await signedIn('chen')
    const before = await handler.hello(server.url)
    const stream = await openStream(server.url, handler.signIn().accessToken)
    const told = JSON.parse(await stream.next()) as { heads: object; aclV: number }
    expect([Object.keys(told.heads).includes('team:rnd'), told.aclV]).toEqual([true, before.aclV])
    const moved = { role: 'handler', team: 'hotline', teams: [], active: true }
    const answer = await post(server.url, '/v1/people/chen', moved, admin.signIn().accessToken)
    expect(answer.status).toBe(200)
    await expect(stream.next()).rejects.toThrow()
    const after = await handler.hello(server.url)
    expect(after.aclV).toBeGreaterThan(before.aclV)
    expect(after.scopes.map((it) => it.id)).toEqual(['team:hotline', 'user:chen', 'shared'])
    expect((await handler.pull(server.url, { 'team:rnd': 0 })).gone).toEqual(['team:rnd'])
    await post(server.url, '/v1/people/chen', { ...moved, team: 'rnd' }, admin.signIn().accessToken)
  })

  it('does not let the last administrator go', async () => {
    const admin = await signedIn('admin')
    const change = { role: 'agent', team: 'hotline', teams: [], active: true }
    const answer = await post(server.url, '/v1/people/admin', change, admin.signIn().accessToken)
    expect([answer.status, codeOf(answer)]).toEqual([409, 'person.last_admin'])
  })

  it('TRU-3 cuts a revoked device off at once and tells a wiped one to delete what it holds', async () => {
    const admin = await signedIn('admin')
    const lost = await signedIn('lin')
    const { accessToken } = admin.signIn()
    const revoke = (wipe: boolean) => post(server.url, `/v1/devices/${lost.name}/revoke`, { wipe }, accessToken)
    expect((await revoke(false)).status).toBe(200)
    await expect(lost.hello(server.url)).rejects.toThrow('device.revoked')
    expect((await revoke(true)).status).toBe(200)
    await expect(lost.hello(server.url)).rejects.toThrow('device.wipe')
    expect(codeOf(await lost.refresh(server.url, lost.signIn().refreshToken))).toBe('device.wipe')
    await expect(lost.login(server.url, 'lin')).rejects.toThrow('device.wipe')
    const audit = await get(server.url, '/v1/audit?limit=500', accessToken)
    const acts = (audit.body as { act: string; subject: string }[]).filter((it) => it.subject === lost.name)
    expect(acts.map((it) => it.act)).toEqual(['device.entered', 'device.revoked', 'device.wiped'])
  })
})
