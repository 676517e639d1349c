import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Core } from '../../../electron/core/store/core.ts'
import { coreOver } from '../../../electron/core/store/core-over.ts'
import { openDatabase } from '../../../electron/core/store/database.ts'
import { chainLink, envelopeText } from '../../../electron/core/store/envelope-text.ts'
import { insertEvent } from '../../../electron/core/store/event-rows.ts'
import { putMeta } from '../../../electron/core/store/meta.ts'
import type { CaseEvent } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { CaseId, CustomerId, EventId } from '../../../shared/kernel/brand.ts'
import { canonicalJson, type Json } from '../../../shared/kernel/canonical.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'
import { tickHlc } from '../../../shared/kernel/hlc.ts'
import { benchDeps, type History, livesName, makeHistories, openBench, orgIdentity } from './histories.ts'
import { createDice, type Dice } from './random.ts'
import { complaint, personName, phoneNumber } from './words.ts'

/** Raised when the corpus is made otherwise: older ones are made anew. */
const corpusVersion = 10
export const corpusName = `seed 1, 24 months, 8 teams, ${livesName}, 27 % in front`
const monthMs = 30 * 86_400_000

export interface Corpus {
  readonly dir: string
  readonly cases: number
  readonly events: number
  readonly nowMs: number
}

/** The corpus of so many cases, made once for each machine and kept among the temporary files. */
export async function corpusOf(cases: number, note: (line: string) => void): Promise<Corpus> {
  const dir = join(tmpdir(), `redress-bench-${corpusVersion}-${cases}`)
  const mark = join(dir, 'corpus.json')
  if (existsSync(mark)) return JSON.parse(readFileSync(mark, 'utf8')) as Corpus
  note(`making the corpus of ${cases} cases (${corpusName})`)
  const part = `${dir}.${process.pid}.part`
  rmSync(part, { recursive: true, force: true })
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(part, { recursive: true })
  const made = await make(part, cases, note)
  const corpus = { ...made, dir }
  writeFileSync(join(part, 'corpus.json'), JSON.stringify(corpus))
  renameSync(part, dir)
  return corpus
}

async function make(dir: string, cases: number, note: (line: string) => void): Promise<Corpus> {
  const first = await openBench(dir)
  await first.close()
  const ring = JSON.parse(readFileSync(join(dir, 'keyring.json'), 'utf8')) as { entries: { key: string }[] }
  const key = Buffer.from(ring.entries[0]?.key ?? '', 'base64')
  const histories = await makeHistories(400)
  const nowMs = Date.now()
  const database = openDatabase({
    file: join(dir, 'case.db'),
    key,
    mode: 'write',
    cacheKiB: 128 * 1024,
    synchronous: 'NORMAL',
  })
  const core = coreOver({ ...benchDeps(dir), changed: () => undefined, recorded: () => undefined }, database)
  const events = fill(core, histories, cases, nowMs, note)
  core.commit(() => {
    putMeta(core.db, 'checked_ms', nowMs)
    // Two years of work: the server has judged all of it, and nothing waits.
    for (const mark of ['judged_n', 'settled_n']) putMeta(core.db, mark, core.device.get().n)
  })
  database.raw.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
  const store = await openBench(dir)
  note('indexing')
  await store.indexed()
  await store.close()
  note(`${cases} cases, ${events} events, ${sizeOf(dir)} bytes`)
  return { dir, cases, events, nowMs }
}

/** Bytes of the store with all its indexes. */
export const sizeOf = (dir: string): number =>
  ['case.db', 'search.db'].reduce((sum, file) => sum + statSync(join(dir, file)).size, 0)

const casesAtOnce = 2_000

/** Opening times grow through two years; open cases are mostly of the last month. */
function fill(
  core: Core,
  histories: readonly History[],
  cases: number,
  nowMs: number,
  note: (line: string) => void,
): number {
  const dice = createDice(1)
  const closed = histories.filter((it) => it.isClosed)
  const open = histories.filter((it) => !it.isClosed)
  let events = 0
  for (let at = 0; at < cases; at += casesAtOnce) {
    core.commit(() => {
      for (let i = at; i < Math.min(cases, at + casesAtOnce); i++) {
        const openedMs = nowMs - 24 * monthMs + Math.floor((i / cases) * 24 * monthMs)
        const history = dice.pick(dice.next() < 0.6 ? closed : open)
        events += tell(core, dice, history, openedMs, nowMs)
      }
    })
    if ((at / casesAtOnce) % 25 === 0) note(`${at} of ${cases}`)
  }
  return events
}

/** Tells one history again: other people, other words, other ids, moved in time; chained and sealed like any other. */
function tell(core: Core, dice: Dice, history: History, openedMs: number, nowMs: number): number {
  const moveMs = openedMs - history.theCase.openedAtMs
  const id = core.newId<CaseId>(openedMs)
  const customer = core.newId<CustomerId>(openedMs)
  const ref = core.refs.give(id, openedMs)
  const tags = dice.next() < 0.08 ? { tags: ['vip'] } : {}
  const person = { name: personName(dice), phones: [phoneNumber(dice)], ...tags }
  const symptom = complaint(dice, 340)
  const emotion = Math.floor(dice.next() * 75)
  for (const event of history.events) writeEvent(core, event, { id, customer, ref, person, symptom, emotion, moveMs })
  const number = { provisional: `${orgIdentity.numberPrefix}-${core.device.get().n}` }
  const theCase: Case = {
    ...history.theCase,
    id,
    number,
    customerId: customer,
    customer: person,
    issue: { ...history.theCase.issue, symptom },
    emotion,
    openedAtMs: openedMs,
    updatedAtMs: history.theCase.updatedAtMs + moveMs,
    signals: history.theCase.signals.map((signal) => ({ ...signal, atMs: signal.atMs + moveMs })),
  }
  const events = history.events.length
  core.held.put({ ref, theCase, pending: events, events, confirmedV: 0 }, nowMs, { isNew: true })
  return events
}

interface Telling {
  readonly id: CaseId
  readonly customer: CustomerId
  readonly ref: number
  readonly person: { readonly name: string; readonly phones: readonly string[]; readonly tags?: readonly string[] }
  readonly symptom: string
  readonly emotion: number
  readonly moveMs: number
}

function writeEvent(core: Core, event: CaseEvent, told: Telling): void {
  const head = core.device.get()
  const isOpening = event.type === 'opened'
  const id = core.newId<EventId>(event.atMs + told.moveMs)
  const body = isOpening
    ? { ...event.body, customerId: told.customer, number: `${head.numberPrefix}-${head.n + 1}`, emotion: told.emotion }
    : event.body
  const personal = isOpening
    ? { ...event.personal, customer: told.person as unknown as Json, symptom: told.symptom }
    : event.personal
  const hasPersonal = personal !== null && Object.keys(personal).length > 0
  const sealed = hasPersonal ? core.vault.seal(told.customer, { ...event, id, body }, personal) : null
  const wallMs = event.atMs + told.moveMs
  const envelope: Envelope = {
    ...{
      id,
      org: head.org,
      device: head.device,
      n: head.n + 1,
      actor: event.actor,
      session: event.session,
      case: told.id,
    },
    ...{ kind: event.kind, type: event.type, v: event.v, body, hlc: tickHlc(head.hlc, wallMs), wallMs, monoMs: 0 },
    ...{ bootId: 'bench', devPrev: head.devHash },
    ...(event.pre === undefined ? {} : { pre: event.pre }),
    ...(hasPersonal || isOpening ? { customer: told.customer } : {}),
    ...(sealed === null ? {} : { sealed: sealed.toString('base64') }),
  }
  const bodyText = canonicalJson(body as unknown as Json)
  const devHash = chainLink(envelope, envelopeText(envelope, bodyText))
  insertEvent(core.db, core.names, { envelope, bodyText, caseRef: told.ref, devHash, atMs: wallMs, state: 'pending' })
  core.device.set({ ...head, n: envelope.n, devHash, hlc: envelope.hlc })
}
