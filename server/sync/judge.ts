import { admit } from '../../shared/case/admit.ts'
import type { Actor, CaseEvent } from '../../shared/case/event.ts'
import { eventVersion, isKnownType } from '../../shared/case/event-types.ts'
import { checkEvent } from '../../shared/case/events.ts'
import { evolve } from '../../shared/case/evolve.ts'
import type { Case } from '../../shared/case/model.ts'
import { checkRole } from '../../shared/case/rights.ts'
import { scopesOf, wasInScope } from '../../shared/case/scopes.ts'
import type { CaseId, DeviceId, EpochMs, EventId, Hash, ScopeId } from '../../shared/kernel/brand.ts'
import type { Envelope } from '../../shared/kernel/envelope.ts'
import { caseHash, zeroHash } from '../../shared/kernel/hash.ts'
import { ok, type Refusal, type Result } from '../../shared/kernel/result.ts'
import type { Verdict } from '../../shared/sync/protocol.ts'
import { digest } from './digest.ts'
import type { Arrived } from './read-push.ts'

/** A case while its events are judged. `scopes` = who holds it now; `null` = the server knows no such case. */
export interface CaseFile {
  readonly current: Case | null
  readonly caseV: number
  readonly caseHash: Hash
  readonly serverMs: EpochMs
  readonly scopes: readonly ScopeId[]
}

const newCaseFile: CaseFile = { current: null, caseV: 0, caseHash: zeroHash, serverMs: 0, scopes: [] }

/** Whom a session stands for; `fault` = nothing under it is taken. */
export interface Signer {
  readonly device: string
  readonly actor: Actor
  readonly fault?: string
}

export interface Accepted {
  readonly envelope: Envelope
  readonly arrived: Arrived
  readonly caseV: number
  readonly caseHash: Hash
  readonly serverMs: EpochMs
  readonly atMs: EpochMs
  readonly clockSuspect: boolean
  /** Feeds it goes to: those who held the case before and those who hold it now. */
  readonly scopes: readonly ScopeId[]
  /** Feeds that did not hold the case before and get its whole record. */
  readonly joined: readonly ScopeId[]
}

/** What is known while a group of batches is judged; `files` and `taken` move on with each accepted event. */
export interface Bench {
  readonly org: string
  readonly signers: ReadonlyMap<string, Signer>
  readonly files: Map<CaseId, CaseFile>
  readonly taken: Set<EventId>
  readonly accepted: Accepted[]
  /** Events others depend on (`pre.after`): were they accepted? */
  readonly words: Map<EventId, boolean>
  readonly nowMs: EpochMs
}

export interface Dated {
  readonly atMs: EpochMs
  readonly clockSuspect: boolean
}

/**
 * Feeds that hold a case. One whose opening this version cannot read stays where it is: it is kept and folded after the
 * upgrade (SYNC-8). Unchanged as long as nothing changed that they follow from.
 */
function holdersOf(before: Case | null, held: readonly ScopeId[], next: Case): readonly ScopeId[] {
  if (next.team === '') return held
  const isSame =
    before?.team === next.team && before.assists === next.assists && before.escalations === next.escalations
  return isSame ? held : scopesOf(next)
}

/** The event as the kernel folds it on the server: without the personal part, which the server does not open. */
export function openWithoutPersonal(envelope: Envelope, atMs: EpochMs): CaseEvent {
  const { wallMs: _, monoMs: __, bootId: ___, devPrev: ____, sealed: _____, ...rest } = envelope
  return { ...rest, personal: null, atMs } as CaseEvent
}

/**
 * The server's word on one event, and its place in its case when it is accepted.
 *
 * Not authentic or not allowed → `quarantined`: kept for a supervisor, applied nowhere. A command whose condition no longer
 * holds → `refused`. A derived event somebody else made first → `duplicate`. Everything else is accepted. Source: SYNC-5.
 */
export function judge(bench: Bench, device: DeviceId, arrived: Arrived, dated: Dated): Verdict {
  const verdict = judgeAuthor(bench, device, arrived, dated)
  bench.words.set(arrived.id, verdict.verdict === 'accepted' || verdict.verdict === 'duplicate')
  return verdict
}

function judgeAuthor(bench: Bench, device: DeviceId, arrived: Arrived, dated: Dated): Verdict {
  const { n, id, envelope } = arrived
  if (!envelope || arrived.fault) return { n, id, verdict: 'quarantined', code: arrived.fault ?? 'event.malformed' }
  const signer = bench.signers.get(envelope.session)
  const fault = authorFault(bench, device, envelope, signer)
  if (fault || !signer) return { n, id, verdict: 'quarantined', code: fault ?? 'session.unknown' }
  if (bench.taken.has(id)) {
    if (envelope.kind === 'derived') return { n, id, verdict: 'duplicate', of: id }
    return { n, id, verdict: 'quarantined', code: 'event.id_taken' }
  }
  return judgeOnCase(bench, arrived, envelope, signer.actor, dated)
}

function authorFault(bench: Bench, device: DeviceId, envelope: Envelope, signer: Signer | undefined): string | null {
  if (envelope.org !== bench.org) return 'event.other_org'
  if (envelope.device !== device) return 'event.other_device'
  if (!signer || signer.device !== device) return 'session.unknown'
  if (signer.actor.id !== envelope.actor) return 'session.other_actor'
  return signer.fault ?? null
}

function judgeOnCase(bench: Bench, arrived: Arrived, envelope: Envelope, actor: Actor, dated: Dated): Verdict {
  const { n, id } = arrived
  const file = bench.files.get(envelope.case) ?? newCaseFile
  if (!mayReach(file, envelope, actor)) return { n, id, verdict: 'quarantined', code: 'case.unknown' }
  const event = openWithoutPersonal(envelope, dated.atMs)
  const isReadable = isKnown(envelope) && !file.current?.incomplete
  const admitted = isReadable
    ? admit(file.current, event, actor, { accepted: (other) => bench.words.get(other) })
    : mayWrite(event, actor)
  if (!admitted.ok) return refusal(arrived, event, admitted.error)
  const next = evolve(file.current, event)
  const held = file.current ? file.scopes : holdersOf(null, [`team:${actor.team}` as ScopeId], next)
  enter(bench, arrived, envelope, { ...file, scopes: held }, next, dated)
  return { n, id, verdict: 'accepted' }
}

/** Of what a newer version says in a known word, who may say it is known too. */
const mayWrite = ({ type }: CaseEvent, actor: Actor): Result<void> =>
  isKnownType(type) ? checkRole(type, actor) : ok(undefined)

const isKnown = ({ type, v }: Envelope): boolean => isKnownType(type) && v <= eventVersion

/**
 * A case one does not hold and a case that is not there answer alike. Who held it once may still say what happened then
 * (SYNC-5). A case begins with its opening, of whatever version: anything else that took the first place would leave an opening that
 * is sent again after a loss without effect, and the case without a team. It waits for it (`waiting.ts`).
 */
function mayReach(file: CaseFile, envelope: Envelope, actor: Actor): boolean {
  if (!file.current) return envelope.type === 'opened'
  return file.scopes.some((scope) => actor.scopes.includes(scope)) || wasInScope(file.current, actor)
}

/** Not allowed, or not what it says it is: kept apart whatever its kind. */
const unauthentic = new Set(['role.denied', 'actor.mismatch', 'org.mismatch', 'case.mismatch', 'derived.forged'])

/**
 * Facts are never refused: one the kernel cannot take is kept apart. A command is sent back with the reason, also when its case
 * went to another team meanwhile: the author held it when giving the command (`mayReach`).
 */
function refusal({ n, id }: Arrived, event: CaseEvent, error: Refusal): Verdict {
  const isCommand = event.kind === 'command' && !unauthentic.has(error.tag) && checkEvent(event).ok
  if (!isCommand) return { n, id, verdict: 'quarantined', code: error.tag }
  const field = error.field === undefined ? {} : { field: error.field }
  const by = error.detail?.['defeatedBy']
  const defeatedBy = typeof by === 'string' ? { defeatedBy: by as EventId } : {}
  return { n, id, verdict: 'refused', code: error.tag, ...field, ...defeatedBy }
}

/** Gives an accepted event its place; also used for events the server writes itself. */
export function enter(
  bench: Bench,
  arrived: Arrived,
  envelope: Envelope,
  file: CaseFile,
  next: Case,
  dated: Dated,
): void {
  const serverMs = Math.max(bench.nowMs, file.serverMs)
  const caseV = file.caseV + 1
  const hash = caseHash(file.caseHash, arrived.bodyHash, caseV, serverMs, digest)
  const now = holdersOf(file.current, file.scopes, next)
  const joined = file.caseV === 0 ? [] : now.filter((scope) => !file.scopes.includes(scope))
  const scopes = now === file.scopes ? now : [...new Set([...now, ...file.scopes])]
  bench.files.set(envelope.case, { current: next, caseV, caseHash: hash, serverMs, scopes: now })
  bench.taken.add(envelope.id)
  bench.accepted.push({ envelope, arrived, caseV, caseHash: hash, serverMs, ...dated, scopes, joined })
}
