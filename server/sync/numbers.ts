import type { EpochMs } from '../../shared/kernel/brand.ts'
import { selectOrg } from '../auth/rows.ts'
import { type Database, only } from '../db/database.ts'
import { writes } from '../db/statement.ts'

/** A row of `number_days` counts blocks of so many numbers, from `floor` on. */
interface Range {
  readonly row: string
  readonly size: number
  readonly floor: number
}

/** Numbers a team takes from a day at once. Gaps are allowed, repeats are not. Source: details.md "Official numbers". */
const ordinary = (day: string): Range => ({ row: day, size: 100, floor: 0 })
/** Who opens so many cases at once was offline for long and has more: blocks taken ahead save the next batches a transaction. */
const manyAtOnce = 25
const blocksAhead = 3

/**
 * A server that lost its tail does not know which numbers of a day it gave last. Days up to the beginning of an epoch go on above
 * 100,000, in small blocks, from a place that follows from the time of day it began: an epoch that was lost itself began earlier
 * and stood elsewhere, unless it took a block every second since. A number is never given twice.
 */
const firstAfterLoss = 10_000
const placesAfterLoss = 89_000
const dayMs = 24 * 3_600_000
const afterLoss = (day: string, epochMs: EpochMs): Range => ({
  row: `${day}*`,
  size: 10,
  floor: firstAfterLoss + Math.floor(((epochMs % dayMs) / dayMs) * placesAfterLoss),
})

const takeBlocks = writes<{ next: number }>(
  'numbers.take_blocks',
  `INSERT INTO number_days (org, day, next_block) VALUES ($1, $2, $4::bigint + $3::bigint)
   ON CONFLICT (org, day) DO UPDATE SET next_block = greatest(number_days.next_block, $4::bigint) + $3::bigint
   RETURNING next_block AS next`,
)

/** A number cannot be dated further back than this: a device with a dead clock does not write numbers of 1970. */
const oldestDayMs = 400 * 24 * 3_600_000

export interface NumberSource {
  /** Day of reception in the organisation's zone, `YYYYMMDD`. */
  readonly dayOf: (zone: string, receivedAtMs: EpochMs, atMs: EpochMs) => string
  /** The organisation's zone; it never changes. */
  readonly zoneOf: (org: string) => Promise<string>
  /** Makes sure that `count` numbers are at hand; its own transaction, before the one that gives them. */
  readonly reserve: (org: string, team: string, day: string, count: number) => Promise<void>
  /** The next number, or `null` when none is at hand. */
  readonly take: (org: string, team: string, day: string) => string | null
}

interface Block {
  next: number
  end: number
}

const formats = new Map<string, Intl.DateTimeFormat>()
function dayFormat(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const options = { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' } as const
  const format = new Intl.DateTimeFormat('en-CA', options)
  formats.set(zone, format)
  return format
}

/** Days begin on a quarter of an hour in every zone there is: one look at the calendar serves the whole quarter. */
const quarterMs = 15 * 60_000
const maxQuarters = 10_000
const quarters = new Map<string, string>()
function dayIn(zone: string, ms: EpochMs): string {
  const name = `${zone}|${Math.floor(ms / quarterMs)}`
  const known = quarters.get(name)
  if (known !== undefined) return known
  if (quarters.size >= maxQuarters) quarters.clear()
  const day = dayFormat(zone).format(ms).replaceAll('-', '')
  quarters.set(name, day)
  return day
}

export function createNumbers(db: Database): NumberSource {
  const blocks = new Map<string, Block[]>()
  const zones = new Map<string, string>()
  const readOrg = async (org: string) => only(await db.read(org, (sql) => sql.rows(selectOrg, [org])))
  const nameOf = (org: string, team: string, day: string) => JSON.stringify([org, team, day])
  const atHand = (name: string) => (blocks.get(name) ?? []).reduce((sum, block) => sum + block.end - block.next, 0)
  return {
    dayOf: (zone, receivedAtMs, atMs) => {
      return dayIn(zone, Math.max(Math.min(receivedAtMs, atMs), atMs - oldestDayMs))
    },
    zoneOf: async (org) => {
      const known = zones.get(org) ?? (await readOrg(org)).zone
      zones.set(org, known)
      return known
    },
    reserve: async (org, team, day, count) => {
      const name = nameOf(org, team, day)
      if (count <= atHand(name)) return
      const { zone, epochIndex, epochMs } = await readOrg(org)
      const isKnown = epochIndex === 0 || day > dayIn(zone, epochMs)
      const { row, size, floor } = isKnown ? ordinary(day) : afterLoss(day, epochMs)
      const ahead = isKnown && count >= manyAtOnce ? blocksAhead : 0
      const missing = Math.ceil((count - atHand(name)) / size) + ahead
      const { next } = only(await db.write(org, (sql) => sql.rows(takeBlocks, [org, row, missing, floor])))
      const block = { next: (next - missing) * size + 1, end: next * size + 1 }
      blocks.set(name, [...(blocks.get(name) ?? []), block])
    },
    take: (org, team, day) => {
      const list = blocks.get(nameOf(org, team, day)) ?? []
      const block = list[0]
      if (!block) return null
      const number = block.next++
      if (block.next >= block.end) list.shift()
      return `${day}-${String(number).padStart(6, '0')}`
    },
  }
}
