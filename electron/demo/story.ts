import type { CommandType } from '../../shared/case/commands.ts'

/**
 * One command of a story, as a person gave it at a moment. `story` = number of the case it is about. Ids that only the
 * kernel can give (a transfer, a promise …) are left out: the newest one of the case is meant. Other stories are named by
 * their number: `customerOf`, `repeatOf`, `into`.
 */
export interface Act {
  readonly story: number
  readonly atMs: number
  readonly by: string
  readonly command: { readonly type: CommandType; readonly [field: string]: unknown }
  readonly customerOf?: number
  readonly repeatOf?: number
  readonly into?: number
}
