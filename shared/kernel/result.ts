/**
 * The answer of every kernel function that can say no.
 *
 * A refusal is something a person can act on: its `tag` is mapped to words in every language by the screens,
 * `field` names the input it is about (dotted path), `detail` fills the words. It is data, never thrown.
 */
export interface Refusal {
  readonly tag: string
  readonly field?: string
  readonly detail?: Readonly<Record<string, string | number>>
}

export type Result<T, E = Refusal> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E }

/** A yes with its value. */
export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value })

/** A no with a tag a person can act on; `field` is the dotted path of the input it is about. */
export function refuse(tag: string, field?: string, detail?: Refusal['detail']): Result<never> {
  return {
    ok: false,
    error: { tag, ...(field === undefined ? {} : { field }), ...(detail === undefined ? {} : { detail }) },
  }
}
