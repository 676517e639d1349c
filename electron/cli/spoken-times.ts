import { readPromise } from '../../shared/intake/promise.ts'
import type { EpochMs } from '../../shared/kernel/brand.ts'
import type { Result } from '../../shared/kernel/result.ts'
import { createTimeReader } from '../core/exchange/read-time.ts'

/** Whose words they are, and when they are said. */
export interface Listener {
  readonly nowMs: EpochMs
  readonly zone: string
}

type Block = { readonly [key: string]: unknown }

const isBlock = (value: unknown): value is Block => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The fields named, where they are words, as the times they mean; what cannot be read stays and is refused by its field. */
function heard(block: Block, fields: readonly string[], read: (text: string) => EpochMs | null): Block {
  const changed = { ...block }
  for (const field of fields) {
    const said = block[field]
    const atMs = typeof said === 'string' ? read(said) : null
    if (atMs !== null) changed[field] = new Date(atMs).toISOString()
  }
  return changed
}

/** A length of time as people ask for it (两天内, in 2 days) from `fromMs` on, as an ISO 8601 duration. */
function lengthHeard(demand: Block, fromMs: EpochMs, zone: string): Block {
  const said = demand['within']
  const read = typeof said === 'string' ? readPromise(said, { nowMs: fromMs, zone }) : null
  if (!read?.ok) return demand
  return { ...demand, within: `PT${Math.round((read.value.atMs - fromMs) / minuteMs)}M` }
}

const minuteMs = 60_000

/**
 * A document of `redress case new` with times as people say them (昨天上午十点, yesterday 10:00, 兩天內) turned into ISO 8601, by the
 * grammar of the screens' time fields. ISO times and what nobody can read stay as they are: the document's schema judges them.
 */
export function hearTimes(input: unknown, { nowMs, zone }: Listener): unknown {
  if (!isBlock(input)) return input
  const readPast = createTimeReader(zone, nowMs)
  const past = (text: string) => timeOf(readPast(text))
  const future = (text: string) => {
    const read = readPromise(text, { nowMs, zone })
    return read.ok ? read.value.atMs : null
  }
  const document = heard(input, ['receivedAt', 'foundAt'], past)
  const { issue, demands, receivedAt } = document
  const receivedAtMs = typeof receivedAt === 'string' ? (timeOf(readPast(receivedAt)) ?? nowMs) : nowMs
  const demandOf = (demand: unknown): unknown =>
    isBlock(demand) ? lengthHeard(heard(demand, ['wantedBy'], future), receivedAtMs, zone) : demand
  return {
    ...document,
    ...(isBlock(issue) ? { issue: heard(issue, ['occurredAt'], past) } : {}),
    ...(Array.isArray(demands) ? { demands: demands.map(demandOf) } : {}),
  }
}

const timeOf = (read: Result<EpochMs>): EpochMs | null => (read.ok ? read.value : null)
