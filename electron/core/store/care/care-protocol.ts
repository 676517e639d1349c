import type { BackupWithKeys } from './backup-store.ts'
import type { VerifyReport } from './verify.ts'

/** What the care thread can be sent to do. */
export interface CareJob {
  readonly do: 'backup' | 'keys' | 'verify' | 'check'
  readonly dir: string
  readonly file: string
  readonly key: Uint8Array
  readonly nowMs: number
}

export type CareAnswer =
  | ({ readonly did: 'backup' } & BackupWithKeys)
  | { readonly did: 'keys'; readonly keys: number }
  | { readonly did: 'verify'; readonly report: VerifyReport }
  /** What SQLite says about the file; empty = nothing wrong. */
  | { readonly did: 'check'; readonly problems: readonly string[] }

export type CareReply = { readonly answer: CareAnswer } | { readonly tag: string | undefined; readonly message: string }
