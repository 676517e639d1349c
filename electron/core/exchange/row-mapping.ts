import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts'
import { encodings } from './encoding.ts'
import { formats } from './inspect-file.ts'
import { type Target, targetNames } from './targets.ts'

const column = z.string().min(1).max(200)

/**
 * How one part of a case is made: a fixed `value`, or of `column` (or several, `columns`, joined by `join`). `map` turns the cell's
 * text into another one; a text that is not in it is refused, or kept as it is with `otherwise: "keep"`. `default` stands where
 * the cell is empty.
 */
const RuleSchema = z
  .strictObject({
    value: z.union([z.string(), z.number(), z.array(z.string())]).optional(),
    column: column.optional(),
    columns: z.array(column).min(1).max(20).optional(),
    join: z.string().max(20).default('\n'),
    map: z.record(z.string(), z.string()).optional(),
    otherwise: z.enum(['refuse', 'keep']).default('refuse'),
    default: z.string().optional(),
  })
  .refine((it) => [it.value, it.column, it.columns].filter((part) => part !== undefined).length === 1, {
    error: 'exactly one of value, column, columns',
  })
export type Rule = z.infer<typeof RuleSchema>

const isZone = (zone: string): boolean => {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** The mapping file of `redress import`: which column becomes what. Source: surfaces.md `import FILE --map MAP`. */
export const MappingSchema = z.strictObject({
  version: z.literal(1),
  /** Where the rows come from; with `key` it names a row for ever, whatever file it comes in. */
  source: z.string().regex(/^[\w.:-]{1,80}$/),
  /** Column that names a row; left out, a row is known by its file and its place in it. */
  key: column.optional(),
  format: z.enum(formats).optional(),
  encoding: z.enum([...encodings, 'gbk']).optional(),
  delimiter: z.string().length(1).optional(),
  /** Name of the sheet of a workbook; left out, the first. */
  sheet: z.string().max(100).optional(),
  /** Where the people whose words these are live: times without an offset are on its clock. */
  zone: z.string().refine(isZone, { error: 'a time zone such as Asia/Shanghai' }).default('Asia/Shanghai'),
  /** Texts longer than a case may hold (4,000 characters): refused, or the rest added as notes. */
  long: z.enum(['refuse', 'notes']).default('refuse'),
  fields: z.partialRecord(z.enum(targetNames as readonly [Target, ...Target[]]), RuleSchema),
})
export type Mapping = z.infer<typeof MappingSchema>

/** A mapping out of a file's JSON. Refuses `map.malformed`: the field that is wrong, and what it should be. */
export function parseMapping(value: unknown): Result<Mapping> {
  const parsed = MappingSchema.safeParse(value)
  if (parsed.success) return { ok: true, value: parsed.data }
  const issue = parsed.error.issues[0]
  const named = issue?.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : (issue?.path ?? [])
  return refuse('map.malformed', named.map(String).join('.'), { why: issue?.message ?? '' })
}

/** Columns a mapping asks for. */
export function columnsOf(mapping: Mapping): readonly string[] {
  const rules = Object.values(mapping.fields)
  const named = rules.flatMap((rule) => [...(rule.column === undefined ? [] : [rule.column]), ...(rule.columns ?? [])])
  return [...new Set([...named, ...(mapping.key === undefined ? [] : [mapping.key])])]
}

/** A mapped column that the file does not have is a mistake in the mapping, not in every row. Refuses `map.column_missing`. */
export function checkColumns(mapping: Mapping, header: readonly string[] | null): Refusal | null {
  if (header === null) return null
  const missing = columnsOf(mapping).find((it) => !header.includes(it))
  return missing === undefined ? null : { tag: 'map.column_missing', field: 'fields', detail: { column: missing } }
}
