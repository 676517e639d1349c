import { createSecretKey } from 'node:crypto'
import { sealBox } from '../../../electron/core/store/sealed-box.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import { uuidV7 } from '../../../shared/kernel/ids.ts'
import type { PushRequest } from '../../../shared/sync/protocol.ts'
import { demand } from '../checks/broken.ts'
import type { Ledger } from '../checks/ledger.ts'
import { nova, villain } from '../people.ts'
import type { Dice } from '../random.ts'
import { createRawDevice, openedBody, type RawDeps, type RawDevice } from './raw-device.ts'

export interface Victim {
  readonly caseId: string
  readonly event: Envelope
}

interface Trick {
  readonly name: string
  /** Writes something onto the villain's own chain; none of it may be taken. */
  readonly say: (raw: RawDevice, victim: Victim | null, dice: Dice) => void
  /** Spoils the request that carries it. */
  readonly change?: (request: PushRequest, victim: Victim | null) => unknown
}

const noteId = '0197aaaa-0000-7000-8000-000000000001'
const otherId = '0197aaaa-0000-7000-8000-000000000002'
const nowhere = '0197bbbb-0000-7000-8000-000000000001' as Envelope['case']
type Says = (victim: Victim | null) => { readonly [key: string]: unknown }

const onCase: Says = (victim) => (victim === null ? {} : { case: victim.caseId })
/** Notes on the victim's case, changed by each of `says`. */
const notes =
  (...says: readonly Says[]): Trick['say'] =>
  (raw, victim) => {
    for (const more of says)
      raw.say({ type: 'note_added', body: { id: noteId }, ...onCase(victim), ...more(victim) } as Parameters<
        RawDevice['say']
      >[0])
  }
const plain: Says = () => ({})

const openElsewhere: Trick['say'] = (raw, _victim, dice) => {
  const customerId = uuidV7(dice.int(2 ** 40), dice.bytes(10))
  raw.say({ type: 'opened', body: openedBody('rnd', 1_700_000_000_000, customerId) as Envelope['body'] })
}
const forgeNumber: Trick['say'] = (raw, victim) => {
  const more = { kind: 'derived', body: { number: '1' }, ...onCase(victim) } as Partial<Envelope>
  raw.say({ type: 'number_given', ...more })
}
const rewritten = (request: PushRequest): PushRequest => ({
  ...request,
  events: request.events.map((event) => ({ ...event, body: { id: otherId } })),
})

/** What somebody with an account and a key of their own can try. */
const tricks: readonly Trick[] = [
  { name: 'other org', say: notes(() => ({ org: 'else' })) },
  { name: 'forged actor', say: notes(() => ({ actor: 'zhou' })) },
  { name: 'other device', say: notes(() => ({ device: 'other' })) },
  { name: 'session of another', say: notes((victim) => ({ session: victim?.event.session ?? 'none' })) },
  { name: 'case of another team', say: openElsewhere },
  { name: 'taken id', say: notes((victim) => (victim ? { id: victim.event.id, case: nowhere } : { case: nowhere })) },
  { name: 'forged number', say: forgeNumber },
  { name: 'too deep', say: notes(() => ({ body: { a: [[[[[[[[[[1]]]]]]]]]] } })) },
  { name: 'broken chain', say: notes(plain, () => ({ devPrev: 'f'.repeat(64) })) },
  { name: 'changed afterwards', say: notes(plain), change: rewritten },
  { name: 'gap', say: notes(plain, plain), change: (it) => ({ ...it, from: 2, events: it.events.slice(1) }) },
  { name: 'foreign signature', say: notes(plain), change: (it) => ({ ...it, sig: `${'A'.repeat(86)}==` }) },
  { name: 'name of a device', say: notes(plain), change: (it, v) => ({ ...it, device: v?.event.device ?? 'x' }) },
  { name: 'not JSON', say: notes(plain), change: () => '{"device":' },
]

/** Plays one trick; whatever was accepted of it breaks the run. */
export async function playVillain(deps: RawDeps, ledger: Ledger, victim: Victim | null): Promise<string> {
  const trick = deps.dice.pick(tricks)
  const raw = createRawDevice(deps)
  if (!(await raw.signIn(villain.id))) return `${trick.name}: the server is away`
  trick.say(raw, victim, deps.dice)
  const answer = await raw.push((request) => trick.change?.(request, victim) ?? request)
  if (answer === null) return `${trick.name}: no answer`
  if ('verdicts' in answer) {
    const taken = answer.verdicts.filter((it) => it.verdict === 'accepted' || it.verdict === 'duplicate')
    demand(taken.length === 0, 'forged', () => `${trick.name} was taken: ${JSON.stringify(taken)}`)
    for (const { id } of answer.verdicts) if (id !== victim?.event.id) ledger.forged.add(id)
    return `${trick.name}: ${answer.verdicts.map((it) => it.verdict).join(' ')}`
  }
  demand(answer.status >= 400 && answer.status < 500, 'forged', () => `${trick.name} answered ${answer.status}`)
  return `${trick.name}: ${answer.status}`
}

/** A console of a later version says what this one does not know. */
export async function playFuture(deps: RawDeps, victim: Victim | null): Promise<string> {
  const raw = createRawDevice(deps)
  if (!(await raw.signIn(nova.id))) return 'the server is away'
  const nowMs = deps.time.nowMs()
  const customerId = uuidV7(nowMs, deps.dice.bytes(10))
  const body = openedBody('hotline', nowMs, customerId) as Envelope['body']
  const opened = raw.say({ type: 'opened', body, customer: customerId as Envelope['customer'] & string })
  raw.say({ type: 'tea_served', v: 7, case: opened.case, body: { cups: 2 } })
  const poison = deps.dice.happens(0.5) ? raw.say({ type: 'note_added', case: opened.case, body: { id: 7 } }) : null
  const after = raw.say({ type: 'note_added', case: opened.case, body: { id: noteId } })
  if (victim !== null && deps.dice.happens(0.3))
    raw.say({ type: 'tea_served', v: 7, case: victim.caseId as Envelope['case'], body: { cups: 1 } })
  const key = wrappedKey(raw.session().orgKey, customerId, deps.dice)
  const answer = await raw.push((request) => ({ ...request, keys: [key] }))
  if (answer === null) return 'no answer'
  if (!('verdicts' in answer)) {
    demand(answer.status !== 400, 'poison', () => 'one bad event held up the good ones')
    return `${answer.status}`
  }
  for (const { id, verdict } of answer.verdicts) {
    const isGood = id === poison?.id ? verdict === 'quarantined' : id !== after.id || verdict === 'accepted'
    demand(isGood, 'poison', () => `${id} is ${verdict} behind a bad event`)
  }
  return answer.verdicts.map((it) => it.verdict).join(' ')
}

/** A customer's key as the device that opens the customer makes it. */
function wrappedKey(orgKey: string, customer: string, dice: Dice): { customer: string; wrapped: string } {
  const root = createSecretKey(Buffer.from(orgKey, 'base64'))
  const box = sealBox(root, dice.bytes(12), dice.bytes(32), Buffer.from('customer-key|1'))
  return { customer, wrapped: box.toString('base64') }
}
