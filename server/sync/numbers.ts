import type { EpochMs } from '../../shared/kernel/brand.ts'
import { type OrgRow, selectOrg } from '../auth/rows.ts'
import { type Database, only } from '../db/database.ts'
import { writes } from '../db/statement.ts'

/** A row of `number_days` counts blocks of so many numbers, from `floor` on. */
interface Range {
  readonly row: string
  readonly size: number
  readonly floor: number
  /** How many blocks to take for numbers that are missing, when the row stands at `at`. */
  readonly blocksFor: (missing: number, at: number) => number
}

/** Who opens so many cases at once was offline for long and has more: blocks taken ahead save the next batches a transaction. */
const manyAtOnce = 25
const blocksAhead = 3
/** Numbers a team takes from a day at once. Gaps are allowed, repeats are not. Source: details.md "Official numbers". */
const ordinary = (day: string): Range => ({
  row: day,
  size: 100,
  floor: 0,
  blocksFor: (missing) => Math.ceil(missing / 100) + (missing >= manyAtOnce ? blocksAhead : 0),
})

/**
 * A server may have been put back to a backup before it was started, and nothing in its database says so: it does not know which
 * numbers of a day it gave last. Days up to its start go on above 100,000, from a place that follows from the time of the start:
 * what was lost was given earlier and stands elsewhere, unless more were given than the places that pass in that time, 3.3 a second.
 * Servers' clocks agree and do not go back, and a restore comes with a start.
 */
const firstUnsure = 100_000
/** From the moment a day begins anywhere on earth until it has ended everywhere: when most of its numbers are given. */
const earliestZoneMs = 14 * 3_600_000
const longestDayMs = 50 * 3_600_000
const placesInTime = 600_000
/** Afterwards one place a second, over and over: few numbers are given so late. */
const placesLater = 290_000

function placeAt(day: string, atMs: EpochMs): number {
  const [year = 0, month = 1, date = 1] = [day.slice(0, 4), day.slice(4, 6), day.slice(6)].map(Number)
  const ageMs = Math.max(0, atMs - Date.UTC(year, month - 1, date) + earliestZoneMs)
  const lateMs = ageMs - longestDayMs
  if (lateMs < 0) return firstUnsure + Math.floor((ageMs / longestDayMs) * placesInTime)
  return firstUnsure + placesInTime + (Math.floor(lateMs / 1000) % placesLater)
}

/** Single numbers, so that few are taken before their time; some ahead where the clock has passed them anyway. */
const mostAhead = 50
const unsure = (day: string, sinceMs: EpochMs, nowMs: EpochMs): Range => ({
  row: `${day}*`,
  size: 1,
  floor: placeAt(day, sinceMs),
  blocksFor: (missing, at) => Math.max(missing, Math.min(mostAhead, placeAt(day, nowMs) - at)),
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

export interface NumbersDeps {
  readonly db: Database
  readonly nowMs: () => number
}

/** The numbers this process gives, from its start. */
export function createNumbers({ db, nowMs }: NumbersDeps): NumberSource {
  const startedMs = nowMs()
  const blocks = new Map<string, Block[]>()
  const zones = new Map<string, string>()
  const readOrg = async (org: string) => only(await db.read(org, (sql) => sql.rows(selectOrg, [org])))
  const rangeOf = ({ zone, createdMs, epochIndex, epochMs }: OrgRow, day: string): Range => {
    const sinceMs = epochIndex > 0 ? Math.max(startedMs, epochMs) : startedMs
    const isFoundedHere = epochIndex === 0 && createdMs >= startedMs
    return isFoundedHere || day > dayIn(zone, sinceMs) ? ordinary(day) : unsure(day, sinceMs, nowMs())
  }
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
      const { row, size, floor, blocksFor } = rangeOf(await readOrg(org), day)
      const { at, next } = await db.write(org, async (sql) => {
        const { next: at } = only(await sql.rows(takeBlocks, [org, row, 0, floor]))
        const wanted = blocksFor(count - atHand(name), at)
        return { at, ...only(await sql.rows(takeBlocks, [org, row, wanted, floor])) }
      })
      const block = { next: at * size + 1, end: next * size + 1 }
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
