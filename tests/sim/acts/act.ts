import type { Actor } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { ExecuteRequest } from '../../../shared/contract/console.ts'
import type { ActorId, ScopeId } from '../../../shared/kernel/brand.ts'
import { uuidV7 } from '../../../shared/kernel/ids.ts'
import { demand } from '../checks/broken.ts'
import { noteFileLost, noteServerLost } from '../checks/holders.ts'
import { type DiskEvent, readDisk, states, uuidText } from '../checks/reading.ts'
import { epochAt, idsAtServer } from '../checks/server-check.ts'
import type { ConsoleBox } from '../device/console-box.ts'
import { openWish, wishFor } from '../device/wishes.ts'
import { weathers } from '../network/link.ts'
import type { Act } from '../plan.ts'
import { createDice, type Dice } from '../random.ts'
import type { World } from '../world.ts'
import { noteRights } from './administrator.ts'
import { playFuture, playVillain, type Victim } from './villain.ts'

/** Does one act of a plan; says in a few words what came of it. One that makes no sense now does nothing. */
export async function act(world: World, it: Act): Promise<string> {
  if ('box' in it) {
    const box = world.boxes[it.box % world.boxes.length]
    return box ? actOnBox(world, box, it) : 'no console'
  }
  return actElsewhere(world, it)
}

type BoxAct = Extract<Act, { box: number }>
type OtherAct = Exclude<Act, BoxAct>

async function actOnBox(world: World, box: ConsoleBox, it: BoxAct): Promise<string> {
  switch (it.do) {
    case 'open':
    case 'command':
    case 'twice':
    case 'burst':
      if (box.isBehind()) return `${box.name} has not met the server since its disk was put back`
      return box.isOn() && !box.isAsleep() ? person(world, box, it) : `${box.name} is off or asleep`
    case 'weather':
      return weather(world, box, it)
    case 'disk':
      box.arm(it.fault)
      world.stayOff(box, it.offMs)
      return `${box.name}: ${it.fault.kind} ahead`
    case 'damage':
      return damage(world, box, it)
    case 'power_cut':
      if (!box.isOn()) return 'off already'
      world.stayOff(box, it.offMs)
      world.takeAway(box)
      return box.name
    case 'disk_copy':
    case 'disk_back':
      if (!box.isOn()) return 'off'
      if (it.do === 'disk_copy') world.ledger.copied.set(box.name, idsOn(box))
      world.stayOff(box, 1_000)
      world.takeAway(box)
      await box.settled()
      return it.do === 'disk_copy' ? copyDisk(box) : putDiskBack(world, box)
    case 'sleep':
      if (box.isOn()) box.sleep(it.forMs)
      return box.name
    case 'clock':
      box.clock.set(it.byMs)
      return box.name
    case 'drift':
      box.clock.drift(it.rate)
      return box.name
    case 'session_ended':
      return endSession(world, box)
  }
}

async function actElsewhere(world: World, it: OtherAct): Promise<string> {
  const { cluster } = world
  switch (it.do) {
    case 'server_kill':
      return killServer(world, it)
    case 'server_backup':
      await cluster.saveBackup()
      world.ledger.backedUp = new Map(world.ledger.verdicts)
      return 'saved'
    case 'server_restore':
      return putServerBack(world, it)
    case 'notices_lost':
      cluster.hub.loseNotices(it.count)
      return 'deaf'
    case 'rights':
      return world.administrator.changeRights(it.person)
    case 'villain':
      return playVillain({ ...world.raw, dice: createDice(`villain ${it.draw}`) }, world.ledger, victimOf(world))
    case 'future':
      return playFuture({ ...world.raw, dice: createDice(`future ${it.draw}`) }, victimOf(world))
  }
}

async function putServerBack(world: World, it: Extract<Act, { do: 'server_restore' }>): Promise<string> {
  const { cluster, ledger } = world
  const before = await eventsAtServer(world)
  if (!(await cluster.restoreBackup(it.asked, it.downMs))) return 'no backup'
  const left = await eventsAtServer(world)
  for (const [id, caseId] of before) if (!left.has(id)) ledger.robbed.add(caseId)
  ledger.restores += 1
  ledger.keptHeads = await leastHeads(world)
  ledger.unaware = await epochAt(cluster.engine)
  ledger.verdicts = new Map(ledger.backedUp)
  noteServerLost(ledger, await idsAtServer(cluster.engine))
  await noteRights(cluster.engine, ledger)
  return 'restored'
}

/** The link turns bad, and good again later; the machine is told that the network is back. */
function weather(world: World, box: ConsoleBox, it: Extract<Act, { do: 'weather' }>): string {
  box.wire.setLink(weathers[it.weather])
  world.time.after('people', it.forMs, () => box.wire.setLink(weathers.good))
  return box.name
}

function killServer({ cluster }: World, it: Extract<Act, { do: 'server_kill' }>): string {
  const all = cluster.processes()
  const index = it.process % Math.max(1, all.length)
  if (it.how === 'now') cluster.kill(index, it.downMs)
  else all[index]?.strike(it.how)
  return all[index]?.name ?? 'no process'
}

type PersonAct = Extract<Act, { draw: number; box: number }>

async function person(world: World, box: ConsoleBox, it: PersonAct): Promise<string> {
  const dice = createDice(`${it.do} ${it.draw}`)
  const count = it.do === 'burst' ? it.count : 1
  const said: string[] = []
  for (let i = 0; i < count && box.isOn() && !box.wasCut(); i++) said.push(await once(world, box, it, i, dice))
  return `${box.name}: ${count > 1 ? `${count} × ${said[0]}` : said.join()}`
}

/** More than these in one go are notes, and a case now and then: what is looked at is their number. */
const mostWishes = 40
const openEvery = 50
const isPlain = (i: number): boolean => i < mostWishes || i % openEvery > 0

/** One command, saved or refused; says which. */
async function once(world: World, box: ConsoleBox, it: PersonAct, i: number, dice: Dice): Promise<string> {
  const commandId = uuidV7(world.time.nowMs(), dice.bytes(10))
  const noted = i < mostWishes || i % openEvery === 0 ? undefined : caseToNote(box, i)
  const wished = noted
    ? noteOn(noted, i)
    : await wish(world, box, isPlain(i) ? it.do : 'open', dice, box.clock.wallMs())
  const request = { commandId, ...wished } as ExecuteRequest
  const { type } = wished.command
  try {
    // Twice: two windows, or a key held down.
    const [answer, again] = await Promise.all([box.execute(request), it.do === 'twice' ? box.execute(request) : null])
    if (!answer.saved) return `${type} refused ${answer.refusals.map(({ tag }) => tag).join()}`
    checkSaved(box, commandId)
    const isOnce = !again?.saved || again.case === answer.case
    demand(isOnce, 'SYNC-3', () => `${box.name} did a command twice`)
    return `${type} ${answer.number} ${answer.status}`
  } catch (error) {
    // Only a cut power may throw: everything else has to be an answer.
    if (!box.wasCut()) throw error
    return `${type} and the power went`
  }
}

const openCases = `SELECT id FROM cases WHERE status <> 'void' ORDER BY ref`

function caseToNote(box: ConsoleBox, i: number): string | undefined {
  const rows = box.raw()?.all<{ id: Uint8Array }>(openCases) ?? []
  const row = rows[i % Math.max(1, rows.length)]
  return row && uuidText(row.id)
}

const noteOn = (id: string, i: number) => ({ case: id, command: { type: 'addNote', text: `记 ${i}` } })

/** What the console called saved is on its disk. Source: SYNC-1. */
function checkSaved(box: ConsoleBox, commandId: string): void {
  const id = Buffer.from(commandId.replaceAll('-', ''), 'hex')
  const rows = box.raw()?.all('SELECT 1 FROM events WHERE command = ?', id) ?? []
  demand(rows.length === 1, 'SYNC-1', () => `${box.name} said saved; ${rows.length} events carry the command`)
}

/** Picks a case this console shows, a few times if need be; a case nobody shows is opened. */
async function wish(world: World, box: ConsoleBox, how: string, dice: Dice, nowMs: number) {
  const db = box.raw()
  const ids = db === null || how === 'open' ? [] : readDisk(db).caseIds()
  for (let tries = 0; tries < 3 && ids.length > 0; tries++) {
    const id = dice.pick(ids)
    const view = (await box.view(id)) as { case: Case } | null
    if (view === null) continue
    const others = ids.filter((other) => other !== id)
    const command = wishFor({ theCase: view.case, others, nowMs, dice }, actorOf(world, box))
    return { case: id, command }
  }
  return { command: openWish(dice, nowMs) }
}

const actorOf = ({ ledger }: World, { person: { id, role, team } }: ConsoleBox): Actor => ({
  id: id as ActorId,
  role,
  team,
  scopes: (ledger.rights.get(id) ?? []) as readonly ScopeId[],
})

/** Somebody ends the session elsewhere: its tokens are worth nothing from now on. */
async function endSession(world: World, box: ConsoleBox): Promise<string> {
  const db = box.raw()
  const kept = db && readDisk(db).meta<{ refreshToken: string }>('setting:sign_in')
  if (!kept) return 'nobody is signed in'
  const process = world.cluster.choose()
  const body = JSON.stringify({ refreshToken: kept.refreshToken })
  const headers = { 'content-type': 'application/json' }
  const answer = await process?.handle({ method: 'POST', path: '/v1/auth/logout', headers, body })
  return `${box.name} ${answer?.status ?? 'no answer'}`
}

/** An honest event somebody may want to take for their own ends. */
function victimOf({ boxes }: World): Victim | null {
  const confirmed = boxes.flatMap((box): readonly DiskEvent[] => {
    const db = box.raw()
    return db === null
      ? []
      : readDisk(db)
          .events()
          .filter(({ row, envelope }) => row.state === states.confirmed && envelope.actor === box.person.id)
  })
  const [first] = confirmed.sort((a, b) => (a.envelope.id < b.envelope.id ? -1 : 1))
  return first === undefined ? null : { caseId: first.envelope.case, event: first.envelope }
}

function copyDisk(box: ConsoleBox): string {
  box.copyDisk()
  return `${box.name} copied`
}

const eventsAtServer = async ({ cluster }: World): Promise<ReadonlyMap<string, string>> => {
  const rows = await cluster.engine.rows<{ id: string; caseId: string }>(
    'SELECT id::text AS id, case_id::text AS "caseId" FROM events',
  )
  return new Map(rows.map(({ id, caseId }) => [id, caseId]))
}

async function leastHeads({ cluster, ledger }: World): Promise<ReadonlyMap<string, number>> {
  const rows = await cluster.engine.rows<{ scope: string; head: number }>('SELECT scope, head FROM scopes')
  const before = (scope: string): number =>
    ledger.restores > 1 ? (ledger.keptHeads.get(scope) ?? 0) : Number.POSITIVE_INFINITY
  return new Map(rows.map(({ scope, head }) => [scope, Math.min(head, before(scope))]))
}

/** Ids of the events on a console's disk, of those in one state or of all. */
function idsOn(box: ConsoleBox, state?: number): ReadonlySet<string> {
  const db = box.raw()
  const events = db === null ? [] : readDisk(db).events()
  return new Set(events.flatMap(({ row, envelope }) => (state === undefined || row.state === state ? envelope.id : [])))
}

/** The disk is what it was when it was copied: what was saved since and not sent is lost, as the person chose. */
async function putDiskBack(world: World, box: ConsoleBox): Promise<string> {
  if (!box.putDiskBack()) return 'no copy'
  const { ledger, forget } = world
  const beside = ledger.copied.get(box.name) ?? new Set()
  noteFileLost(ledger, box.name, { beside, atServer: await idsAtServer(world.cluster.engine) })
  forget(box)
  return `${box.name} put back`
}

/** Longer than the flight recorder takes. */
const recordedMs = 1_000

/** The machine loses its power, and its store file is found damaged. What was not sent stands in the flight recorder. */
async function damage(world: World, box: ConsoleBox, it: Extract<Act, { do: 'damage' }>): Promise<string> {
  const waitedBefore = idsOn(box, states.pending)
  await world.pass(recordedMs)
  if (!box.isOn() || box.wasCut() || box.isAsleep()) return `${box.name} is off or asleep`
  const waits = idsOn(box, states.pending)
  world.stayOff(box, it.offMs)
  world.takeAway(box)
  await box.settled()
  const beside = box.recorded()
  for (const id of waits)
    demand(
      !waitedBefore.has(id) || beside.has(id),
      'SYNC-1',
      () => `${box.name} waits with ${id}, and it is not recorded`,
    )
  box.damage(it)
  noteFileLost(world.ledger, box.name, { beside, atServer: await idsAtServer(world.cluster.engine) })
  world.forget(box)
  return `${box.name}: ${it.how}`
}
