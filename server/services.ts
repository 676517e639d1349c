import type { Accounts } from './auth/accounts.ts'
import type { ReadCaller } from './auth/caller.ts'
import type { ServerKeys } from './auth/keys.ts'
import type { Database } from './db/database.ts'
import type { Log } from './ops/log.ts'
import type { Metrics } from './ops/metrics.ts'
import type { Live } from './sync/live.ts'
import type { Queue } from './sync/queue.ts'

/** Everything the routes use, made once by `openServices`. */
export interface Services {
  readonly db: Database
  readonly keys: ServerKeys
  readonly accounts: Accounts
  readonly readCaller: ReadCaller
  readonly queue: Queue
  readonly live: Live
  readonly log: Log
  readonly metrics: Metrics
  readonly nowMs: () => number
  readonly newId: () => string
  readonly version: string
}
