import type { Listed, ListQuery, View } from './lists.ts'

/** What the reading thread is asked, and what it answers. */
export interface ReaderCalls {
  readonly list: { readonly ask: ListQuery; readonly answer: Listed }
  readonly counts: { readonly ask: Pick<ListQuery, 'teams' | 'actor' | 'nowMs'>; readonly answer: Record<View, number> }
}
export type ReaderCall = keyof ReaderCalls

export interface ReaderRequest {
  readonly id: number
  readonly call: ReaderCall
  readonly ask: unknown
}
export type ReaderReply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly tag: string | undefined; readonly message: string }

export interface ReaderStart {
  readonly file: string
  readonly key: Uint8Array
  readonly cacheKiB: number
}
