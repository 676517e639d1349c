import type { CustomerId } from '../../../shared/kernel/brand.ts'
import { idBytes } from './bytes.ts'
import type { Core } from './core.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { getMeta, putMeta } from './meta.ts'
import { type TouchedCases, touchCustomer } from './touched-cases.ts'

/** Set until log, search rows, copied keys and files are cleaned too: taken up again when the power went in between. */
export const erasureDue = 'erasure_due'
/** Numbers of the newest erasure the server told of, and of the newest that was carried out to its end. */
const [erasuresTold, erasuresDone] = ['erasures_told', 'erasures_done']

/** Number of the newest erasure of which nothing is left here, for the server to know. Source: TRU-4. */
export const carriedOut = (db: ReadDb): number => getMeta<number>(db, erasuresDone) ?? 0

/** The server's numbers count from the beginning in another epoch. Inside the caller's transaction. */
export function forgetErasureNumbers(db: WriteDb): void {
  for (const name of [erasuresTold, erasuresDone]) putMeta(db, name, 0)
}

/** Up to where the server has told: carried out as soon as nothing is left to clean. Inside the caller's transaction. */
export function noteTold(db: WriteDb, upTo: number): void {
  putMeta(db, erasuresTold, upTo)
  if (getMeta<boolean>(db, erasureDue) !== true) putMeta(db, erasuresDone, upTo)
}

/** What was told before a cleaning began. */
export const toldSoFar = (db: ReadDb): number => getMeta<number>(db, erasuresTold) ?? 0

/** That cleaning is over; what was told meanwhile waits for the next one. Inside the caller's transaction. */
export function noteCleaned(db: WriteDb, upTo: number): void {
  putMeta(db, erasuresDone, upTo)
  if (toldSoFar(db) === upTo) db.run('DELETE FROM meta WHERE key = ?', erasureDue)
}

/**
 * Destroys a customer's key and every readable copy here; the record stays and still verifies. Without the key the personal
 * parts of the cases fold as `null`, which empties rows and search. Source: TRU-4, details.md "CustomerErased".
 */
export function forgetCustomer(
  core: Core,
  customer: CustomerId,
  cases: Pick<TouchedCases, 'again'>,
  nowMs: number,
): void {
  const { db } = core
  db.exec('PRAGMA secure_delete = ON')
  core.vault.erase(customer, nowMs)
  putMeta(db, erasureDue, true)
  touchCustomer(core, cases, customer)
  db.run('DELETE FROM drafts WHERE instr(body, ?) > 0', customer)
  for (const table of ['attachments', 'file_transfers'])
    db.run(`DELETE FROM ${table} WHERE customer = ?`, idBytes(customer))
}
