import { mayRead, taggedWords } from '../../shared/case/field-tags.ts'
import { zeroHash } from '../../shared/kernel/hash.ts'
import { BrokenError } from './checks/broken.ts'
import { readDisk, states } from './checks/reading.ts'
import { goodLink } from './network/link.ts'
import { orgId } from './people.ts'
import type { World } from './world.ts'

/** Longest a console may need after everything is well again: the longest back-off, the slowest poll, and some exchanges. */
const healingMs = 120_000
const lookEveryMs = 1_000

/** Ends all faults and lets time pass until everybody is in step. Answers how long that took, in virtual ms. */
export async function heal(world: World): Promise<number> {
  const { boxes, time, cluster } = world
  world.say('all is well again')
  for (const box of boxes) {
    box.wire.setLink(goodLink)
    box.heal()
    if (!box.isOn()) await box.start()
  }
  cluster.hub.loseNotices(0)
  await world.pass(longestSleepMs(world))
  const startMs = time.nowMs()
  for (;;) {
    await world.pass(lookEveryMs)
    const lacks = (await lacking(world)) ?? unreadRights(world) ?? (await unreadable(world)) ?? (await wordless(world))
    // What was doubled and is still on its way may move a feed once more.
    if (lacks === null && time.count('network') === 0) break
    if (time.nowMs() - startMs > healingMs)
      throw new BrokenError('bounded', `after ${healingMs} ms ${lacks ?? 'messages are on their way'}`)
  }
  return time.nowMs() - startMs
}

/** Machines that sleep, and servers that are down, come back by themselves. */
function longestSleepMs({ boxes, time }: World): number {
  const wakes = boxes.map((box) => box.wakesAtMs())
  return Math.max(0, ...wakes.map((ms) => ms - time.nowMs()))
}

interface ScopeHead {
  readonly scope: string
  readonly head: number
  readonly digest: string
}
const selectHeads = `SELECT scope, head, encode(digest, 'hex') AS digest FROM scopes WHERE org = $1`

const selectHeld = `SELECT s.ref FROM case_scopes s JOIN names n ON n.ref = s.scope JOIN scopes q ON q.scope = n.name`
const selectKeys = 'SELECT customer::text AS customer FROM customer_keys WHERE org = $1 AND wrapped IS NOT NULL'

/** Who is not in step yet, and with what; `null` = nobody. */
async function lacking({ boxes, cluster }: World): Promise<string | null> {
  if (cluster.choose() === null) return 'the server is down'
  const rows = await cluster.engine.rows<ScopeHead>(selectHeads, [orgId])
  const heads = new Map(rows.map((row) => [row.scope, row]))
  for (const box of boxes) {
    const db = box.raw()
    if (db === null) return `${box.name} is off`
    const { pending, state, reason } = await box.status()
    if (pending > 0) return `${box.name} (${state} ${reason ?? ''}) waits with ${pending}`
    if (state !== 'online') return `${box.name} is ${state} (${reason ?? ''})`
    for (const { scope, cursor, digest } of readDisk(db).scopes()) {
      const at = heads.get(scope) ?? { head: 0, digest: zeroHash }
      if (cursor !== at.head) return `${box.name} read ${scope} to ${cursor} of ${at.head}`
      // By chance at the same number of another history: it has yet to hear that its stream is dead, and to ask.
      if (digest !== at.digest) return `${box.name} has another digest of ${scope} at ${cursor}`
    }
  }
  return null
}

/** Who does not read just what the administrator gave them; `null` = nobody. */
function unreadRights({ boxes, ledger }: World): string | null {
  for (const box of boxes) {
    const db = box.raw()
    const reads =
      db === null
        ? []
        : readDisk(db)
            .scopes()
            .map(({ scope }) => scope)
    const rights = ledger.rights.get(box.person.id) ?? []
    const lacks = rights.find((scope) => !reads.includes(scope))
    if (lacks !== undefined) return `${box.name} does not read ${lacks}`
    const left = reads.find((scope) => !rights.includes(scope))
    if (left !== undefined) return `${box.name} still reads ${left}`
  }
  return null
}

/** Confirmed events of the cases a console holds. */
function shown(box: World['boxes'][number]) {
  const db = box.raw()
  if (db === null) return []
  const held = new Set(db.all<{ ref: number }>(selectHeld).map(({ ref }) => ref))
  return readDisk(db)
    .events()
    .filter(({ row }) => row.state === states.confirmed && held.has(row.case_ref))
}

/** Who cannot open what the server or another console that holds the case has the key of; `null` = nobody. */
async function unreadable({ boxes, cluster }: World): Promise<string | null> {
  const sealed = boxes.flatMap((box) => shown(box).map(({ opened }) => ({ box, opened })))
  const rows = await cluster.engine.rows<{ customer: string }>(selectKeys, [orgId])
  const known = new Set(rows.map(({ customer }) => customer))
  for (const { opened } of sealed) if (opened.customer && opened.personal !== null) known.add(opened.customer)
  const lacks = sealed.find(({ opened }) => opened.personal === null && known.has(opened.customer ?? ''))
  return lacks ? `${lacks.box.name} cannot open ${lacks.opened.type} of ${lacks.opened.case}` : null
}

const selectTagKeys = `SELECT k.event::text AS event, c.scopes AS scopes
  FROM tag_keys k JOIN cases c ON c.org = k.org AND c.case_id = k.case_id WHERE k.org = $1`

/** Who has yet to fetch the key of tagged words that they may read and the server would give them; `null` = nobody. */
async function wordless({ boxes, cluster, ledger }: World): Promise<string | null> {
  const rows = await cluster.engine.rows<{ event: string; scopes: string }>(selectTagKeys, [orgId])
  const scopesOf = new Map(rows.map(({ event, scopes }) => [event, JSON.parse(scopes) as string[]]))
  for (const box of boxes) {
    const rights = ledger.rights.get(box.person.id) ?? []
    const lacks = shown(box).find(({ envelope, words }) => {
      const rule = words === 'closed' ? taggedWords(envelope) : null
      const may = rule !== null && (mayRead(box.person.role, rule.tag) || envelope.actor === box.person.id)
      return may && scopesOf.get(envelope.id)?.some((scope) => rights.includes(scope))
    })
    if (lacks) return `${box.name} lacks the key of ${lacks.envelope.type} of ${lacks.envelope.case}`
  }
  return null
}
