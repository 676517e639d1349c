import type { MendableFile } from '../care/damage.ts'
import type { StoreFault } from '../fault.ts'
import type { Marks } from './index-round.ts'

export interface IndexerStart {
  readonly file: string
  readonly searchFile: string
  readonly key: Uint8Array
}

/** `go`: index one round. `tidy`: copy the log back when it is long. */
export type IndexerRequest = { readonly kind: 'go' | 'tidy' | 'close' }

export type IndexerReply =
  | { readonly kind: 'ready'; readonly marks: Marks }
  | { readonly kind: 'marks'; readonly marks: Marks; readonly isBehind: boolean }
  /** A round came to nothing; what waits is taken up with the next one. */
  | { readonly kind: 'held'; readonly fault: StoreFault }
  | { readonly kind: 'damaged'; readonly file: MendableFile; readonly fault: string }
  | { readonly kind: 'closed' }
