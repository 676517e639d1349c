import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { evolve, fold } from '../../../shared/case/evolve.ts'
import type { Case } from '../../../shared/case/model.ts'
import { idText } from './bytes.ts'
import type { ReadDb } from './database.ts'
import { createEventReader } from './event-rows.ts'
import { getMeta } from './meta.ts'
import { createNameReader } from './names.ts'
import { createKeyReader } from './vault.ts'

/** Folds cases on a connection that cannot write: for the threads that index and search. */
export interface CaseReader {
  /** The case as it stands, or `undefined` when it is gone or nothing of it counts. */
  readonly find: (ref: number) => Case | undefined
  /** Key of the phone index. */
  readonly phoneKey: () => KeyObject
  /** Keys may have come or gone since: called before each round. */
  readonly forget: () => void
}

const phoneKeyOf = (orgKey: Uint8Array): KeyObject =>
  createSecretKey(createHmac('sha256', orgKey).update('phone-index').digest())

export function createCaseReader(db: ReadDb): CaseReader {
  const orgKeyBytes = (): Buffer => Buffer.from(getMeta<string>(db, 'org_key') ?? '', 'base64')
  let orgKey: KeyObject | null = null
  let phoneKey: KeyObject | null = null
  const names = createNameReader(db)
  const keys = createKeyReader(db, () => {
    orgKey ??= createSecretKey(orgKeyBytes())
    return orgKey
  })
  const events = createEventReader(db, names, keys)
  return {
    find: (ref) => {
      const row = db.get<{ id: Uint8Array }>(`SELECT id FROM cases WHERE ref = ? AND status <> 'void'`, ref)
      if (row === undefined) return undefined
      const id = idText<Case['id']>(row.id)
      const snapshot = db.get<{ seq: number; body: string }>('SELECT seq, body FROM snapshots WHERE ref = ?', ref)
      const tail = events.shownOf(ref, snapshot?.seq).map((it) => events.opened(it, id))
      if (snapshot === undefined) return fold(tail) ?? undefined
      return tail.reduce<Case>((it, event) => evolve(it, event), JSON.parse(snapshot.body) as Case)
    },
    phoneKey: () => {
      phoneKey ??= phoneKeyOf(orgKeyBytes())
      return phoneKey
    },
    forget: () => {
      keys.forget()
      orgKey = null
      phoneKey = null
    },
  }
}
