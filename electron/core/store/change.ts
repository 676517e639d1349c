import type { CaseId } from '../../../shared/kernel/brand.ts'

/** What others hear after a commit. `remote`: it came from the server, nothing new has to be sent. */
export type Change =
  | { readonly kind: 'cases'; readonly ids: readonly CaseId[]; readonly remote?: boolean }
  | { readonly kind: 'sync' }
  | { readonly kind: 'drafts' }
  | { readonly kind: 'reference'; readonly name: string }
