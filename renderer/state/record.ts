/** One line of a case's record as screens hold it; the kernel's `RecordItem` as it comes over the wire. */
export interface Entry {
  readonly id: string
  readonly type: string
  readonly atMs: number
  readonly actor: string
  readonly device: string
  /** Codes and numbers of the event. */
  readonly params: Readonly<Record<string, unknown>>
  /** Free words by name, `null` = erased. */
  readonly texts: Readonly<Record<string, string | null>>
  readonly changes: readonly { readonly field: string; readonly value: unknown }[]
  readonly claimedAtMs?: number
  /** Its number in the case's own chain; without it the server has not taken it yet. */
  readonly caseV?: number
}

/** A record line as it comes over the wire; whatever does not have its five facts is not shown as if it had. */
export function entryOf(value: unknown): Entry | null {
  if (typeof value !== 'object' || value === null) return null
  const { id, type, atMs, actor, device, params, texts, changes, claimedAtMs, server } = value as Readonly<
    Record<string, unknown>
  >
  const named =
    typeof id === 'string' && typeof type === 'string' && typeof actor === 'string' && typeof device === 'string'
  if (!named || typeof atMs !== 'number') return null
  const caseV = partOf(server)['caseV']
  return {
    ...{ id, type, atMs, actor, device },
    params: partOf(params),
    texts: partOf(texts) as Entry['texts'],
    changes: Array.isArray(changes) ? changes : [],
    ...(typeof claimedAtMs === 'number' ? { claimedAtMs } : {}),
    ...(typeof caseV === 'number' ? { caseV } : {}),
  }
}

const partOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
