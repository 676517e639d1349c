import type { WriteDb } from '../database.ts'
import { StoreFaultError } from '../fault.ts'
import { first } from './0001-first.ts'
import { transfers } from './0002-transfers.ts'
import { judged } from './0003-judged.ts'
import { conflicts } from './0004-conflicts.ts'
import { fileTransfers } from './0005-file-transfers.ts'
import { frontAndEscalations } from './0006-front-and-escalations.ts'
import { transferIndexes } from './0007-transfer-indexes.ts'
import { tagKeys } from './0008-tag-keys.ts'

export interface Migration {
  readonly version: number
  readonly sql: string
}

/** In order, never changed once released; each has its test in tests/integration/store. */
export const migrations: readonly Migration[] = [
  { version: 1, sql: first },
  { version: 2, sql: transfers },
  { version: 3, sql: judged },
  { version: 4, sql: conflicts },
  { version: 5, sql: fileTransfers },
  { version: 6, sql: frontAndEscalations },
  { version: 7, sql: transferIndexes },
  { version: 8, sql: tagKeys },
]

export const schemaVersion = (migrations.at(-1) as Migration).version

/** Brings a file to the newest schema, one transaction a step. Throws `store.too_new` for a file of a newer program. */
export function migrate(db: WriteDb, upTo = schemaVersion): void {
  const found = db.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
  if (found > schemaVersion) throw new StoreFaultError('store.too_new', `schema ${found}`)
  for (const step of migrations.filter((it) => it.version > found && it.version <= upTo)) {
    db.transaction(() => {
      db.exec(step.sql)
      db.exec(`PRAGMA user_version = ${step.version}`)
    })
  }
}
