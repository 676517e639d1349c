import type { CaseId, CustomerId } from '../../../shared/kernel/brand.ts'
import type { MendableFile } from './care/damage.ts'

/** What others hear after a commit. `remote`: it came from the server, nothing new has to be sent. */
export type Change =
  | { readonly kind: 'cases'; readonly ids: readonly CaseId[]; readonly remote?: boolean }
  | { readonly kind: 'sync' }
  | { readonly kind: 'reference'; readonly name: string }
  /** Keys of these customers are destroyed here. */
  | { readonly kind: 'erased'; readonly customers: readonly CustomerId[] }
  /** Nothing is left of them in any file: the server may know. */
  | { readonly kind: 'cleaned' }
  /** Something is wrong with a file of the store: the next opening puts it together again. */
  | { readonly kind: 'damaged'; readonly file: MendableFile }
