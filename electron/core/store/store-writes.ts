import type { Draft } from '../../../shared/contract/console.ts'
import type { CaseId, CustomerId, EventId, OrgId } from '../../../shared/kernel/brand.ts'
import type { Json } from '../../../shared/kernel/canonical.ts'
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts'
import { type Advanced, type AdvanceInput, advanceClocks } from './advance-clocks.ts'
import { isCopied } from './care/identity-copy.ts'
import { forgetRecovery } from './care/note-recovery.ts'
import type { Core } from './core.ts'
import { putDraft, removeDraft } from './drafts.ts'
import { eraseCustomer } from './erase.ts'
import { type ExecuteInput, executeCase, executeCases, type Saved } from './execute.ts'
import { StoreFaultError } from './fault.ts'
import { getMeta, putMeta } from './meta.ts'
import { letGo } from './outbox.ts'
import { type RedoInput, redo } from './redo.ts'
import { putReference } from './reference-data.ts'
import { putView, removeView, type SavedView } from './saved-views.ts'
import { keepKeysOf, type Reader } from './wanted-keys.ts'

/** What changes something; each call is one transaction and durable when it returns. */
export interface StoreWrites {
  readonly executeCase: (input: ExecuteInput) => Result<Saved, readonly Refusal[]>
  /** Several in one transaction, for imports and bulk commands: each stands or is refused by itself. */
  readonly executeCases: (inputs: readonly ExecuteInput[]) => Result<readonly Result<Saved, readonly Refusal[]>[]>
  readonly advanceClocks: (input: AdvanceInput) => Advanced
  /** One that became a case stays gone: ids of drafts are never given twice. */
  readonly putDraft: (draft: { readonly id: string; readonly body: Json }) => Result<Draft>
  readonly removeDraft: (id: string) => void
  readonly putView: (view: SavedView) => void
  readonly removeView: (id: string, owner: string) => boolean
  /** Says again what was set aside, on the case as it stands now. */
  readonly redo: (input: RedoInput) => Result<CaseId, readonly Refusal[]>
  /** A person looked at a refused event and lets it go. `false` = it is none. */
  readonly letGo: (event: EventId) => boolean
  readonly putReference: (it: { kind: string; version: number; body: Json }) => Result<void>
  /** Small values of other parts (tokens, device key, a user's choices), as JSON. */
  readonly putSetting: (name: string, value: unknown) => void
  /** Takes the organisation's identity and root key from a sign-in. Refuses `org.other` over another one's data. */
  readonly adoptOrg: (org: OrgIdentity) => Result<void>
  /** Destroys the customer's key and every readable copy in this folder. TRU-4. Resolves when no copy is left. */
  readonly eraseCustomer: (customer: CustomerId) => void
  /** Destroys keys of tagged words that none of these people, all who work here, may read. */
  readonly keepKeysOf: (people: readonly Reader[]) => void
  /** The person has read what was done to a damaged store. */
  readonly recoverySeen: () => void
}

export interface OrgIdentity {
  readonly org: OrgId
  /** Base64, 32 bytes. */
  readonly orgKey: string
  readonly numberPrefix: string
}

export function createWrites(core: Core, nowMs: () => number, identityChanged: () => void): StoreWrites {
  const { db } = core
  /** Drafts that became a case; what was on its way to them comes too late. */
  const ended = new Set<string>()
  return {
    executeCase: (input) => {
      const done = weather(() => ok(executeCase(core, input)))
      if (input.draft !== undefined && done.ok && done.value.ok) ended.add(input.draft)
      return done.ok ? done.value : { ok: false, error: [done.error] }
    },
    executeCases: (inputs) => weather(() => ok(executeCases(core, inputs))),
    advanceClocks: (input) => advanceClocks(core, input),
    putDraft: (draft) =>
      ended.has(draft.id)
        ? ok({ id: draft.id, savedAtMs: nowMs(), body: draft.body as Draft['body'] })
        : weather(() => putDraft(db, draft, nowMs())),
    removeDraft: (id) => removeDraft(db, id),
    putView: (view) => putView(db, view, nowMs()),
    removeView: (id, owner) => removeView(db, id, owner),
    redo: (input) => {
      const done = weather(() => ok(redo(core, input)))
      return done.ok ? done.value : { ok: false, error: [done.error] }
    },
    letGo: (event) => letGo(core, event, nowMs()),
    putReference: (it) => putReference(core, it, nowMs()),
    putSetting: (name, value) => {
      core.commit(() => putMeta(db, `setting:${name}`, value))
      if (isCopied(`setting:${name}`)) identityChanged()
    },
    adoptOrg: (identity) => {
      const adopted = adoptOrg(core, identity)
      if (adopted.ok) identityChanged()
      return adopted
    },
    eraseCustomer: (customer) => eraseCustomer(core, customer, nowMs()),
    keepKeysOf: (people) => keepKeysOf(core, people, nowMs()),
    recoverySeen: () => forgetRecovery(db),
  }
}

/** A full or read-only disk is something a person can act on: it comes back as a refusal, and nothing was saved. */
function weather<T>(work: () => Result<T>): Result<T> {
  try {
    return work()
  } catch (error) {
    if (error instanceof StoreFaultError) return refuse(error.tag, undefined, { code: error.code })
    throw error
  }
}

function adoptOrg(core: Core, identity: OrgIdentity): Result<void> {
  const head = core.device.get()
  const isSame = head.org === identity.org && getMeta(core.db, 'org_key') === identity.orgKey
  if (head.n > 0 && !isSame) return refuse('org.other', 'org')
  const next = { ...head, org: identity.org, numberPrefix: identity.numberPrefix }
  core.commit(() => {
    putMeta(core.db, 'org_key', identity.orgKey)
    core.device.save(next)
  })
  core.forget()
  core.device.set(next)
  return ok(undefined)
}
