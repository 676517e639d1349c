import { setTimeout as wait } from 'node:timers/promises'
import type { SignIn } from '../../../shared/contract/server.ts'
import { createDevice, type Device, post } from '../../integration/server/tools/device.ts'
import { openStream, type Stream } from '../../integration/server/tools/stream.ts'
import { signedIn } from './load.ts'

export interface CallDay {
  readonly teams: number
  /** Consoles of one team, each with a stream of its own, reading whatever it is told of. */
  readonly consoles: number
  /** Pushes in a second, over all teams. */
  readonly pushesPerSecond: number
  readonly seconds: number
}

/** One agent in a team of their own, entered as an administrator does it. */
async function enterAgent(url: string, admin: Device, i: number): Promise<Device> {
  const token = admin.signIn().accessToken
  const team = `t${i}`
  await post(url, '/v1/teams', { id: team, name: team, site: 'main' }, token)
  const person = { id: `agent${i}`, name: team, role: 'agent', team, teams: [] }
  const { invitation } = (await post(url, '/v1/invitations', person, token)).body as { invitation: string }
  const device = createDevice()
  const named = { device: device.name, devicePublicKey: device.publicKey }
  const entered = await post(url, '/v1/devices', { org: 'demo', invitation, password: 'twelve letters', ...named })
  device.adopt(entered.body as SignIn)
  return device
}

interface Team {
  readonly scope: string
  readonly writer: Device
  /** When the event with this number was sent, by its number. */
  readonly sentAt: Map<number, number>
}

/** A console of a team: reads when it is told of something new, and notes how old each event was when it had it. */
async function listen(url: string, { scope, writer, sentAt }: Team, ages: number[]): Promise<Stream> {
  const stream = await openStream(url, writer.signIn().accessToken)
  let cursor = (JSON.parse(await stream.next()) as { heads: Record<string, number> }).heads[scope] ?? 0
  const follow = async (): Promise<void> => {
    for (;;) {
      const { heads } = JSON.parse(await stream.next()) as { heads: Record<string, number> }
      if ((heads[scope] ?? 0) <= cursor) continue
      const page = (await writer.pull(url, { [scope]: cursor })).pages[0]
      cursor = page?.to ?? cursor
      for (const { event } of page?.events ?? []) {
        const at = event.device === writer.name ? sentAt.get(event.n) : undefined
        if (at !== undefined) ages.push(performance.now() - at)
      }
    }
  }
  // Ends with its stream, which is closed at the end of the day.
  follow().catch(() => undefined)
  return stream
}

/** One call: a case and two notes on it, as they are saved, in one push. */
async function call(url: string, epoch: string, { writer, sentAt }: Team): Promise<void> {
  const { n, case: id } = writer.open(writer.signIn().actor.team)
  for (let i = 0; i < 2; i++) writer.note(id)
  for (let i = n; i <= writer.lastN(); i++) sentAt.set(i, performance.now())
  const answer = await writer.send(url, writer.request(epoch, n))
  if (answer.status !== 200) throw new Error(`push: ${answer.status}`)
}

/** Ages of events when each console of their team had them, ms. */
export async function callDay(url: string, day: CallDay): Promise<readonly number[]> {
  const admin = await signedIn(url, 'admin')
  const teams: Team[] = []
  for (let i = 0; i < day.teams; i++) {
    const writer = await enterAgent(url, admin, i)
    teams.push({ scope: `team:${writer.signIn().actor.team}`, writer, sentAt: new Map() })
  }
  const { epoch } = await admin.hello(url)
  const ages: number[] = []
  const streams: Stream[] = []
  for (const team of teams) for (let i = 0; i < day.consoles; i++) streams.push(await listen(url, team, ages))
  const everyMs = (1000 * day.teams) / day.pushesPerSecond
  await Promise.all(
    teams.map(async (team, i) => {
      await wait((everyMs * i) / day.teams)
      const until = performance.now() + day.seconds * 1000
      while (performance.now() < until) {
        const started = performance.now()
        await call(url, epoch, team)
        await wait(Math.max(0, everyMs - (performance.now() - started)))
      }
    }),
  )
  await wait(1500)
  for (const stream of streams) stream.close()
  return ages.sort((a, b) => a - b)
}
