import type { Accounts } from './auth/accounts.ts'
import type { ReadCaller } from './auth/caller.ts'
import type { ChoicesKept } from './auth/choices.ts'
import type { Devices } from './auth/devices.ts'
import type { Erasures } from './auth/erasures.ts'
import type { createFork } from './auth/fork.ts'
import type { ServerKeys } from './auth/keys.ts'
import type { Passwords } from './auth/password.ts'
import type { People } from './auth/people.ts'
import type { Records } from './auth/records.ts'
import type { Setup } from './auth/setup.ts'
import type { Teams } from './auth/teams.ts'
import type { Database } from './db/database.ts'
import type { Log } from './ops/log.ts'
import type { Metrics } from './ops/metrics.ts'
import type { Attachments } from './sync/attachments.ts'
import type { Live } from './sync/live.ts'
import type { Queue } from './sync/queue.ts'

/** Everything the routes use, made once by `openServices`. */
export interface Services {
  readonly db: Database
  readonly keys: ServerKeys
  readonly accounts: Accounts
  readonly passwords: Passwords
  readonly people: People
  readonly teams: Teams
  readonly devices: Devices
  readonly fork: ReturnType<typeof createFork>
  readonly choices: ChoicesKept
  readonly records: Records
  readonly setup: Setup
  readonly readCaller: ReadCaller
  readonly attachments: Attachments
  readonly erasures: Erasures
  readonly queue: Queue
  readonly live: Live
  readonly log: Log
  readonly metrics: Metrics
  readonly nowMs: () => number
  readonly newId: () => string
  readonly version: string
}
