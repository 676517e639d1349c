import type { Command } from 'commander'
import { z } from 'zod'
import { CaseCommandSchema } from '../../shared/case/commands.ts'
import { CaseDocumentSchema } from '../../shared/contract/case-document.ts'
import { consoleContract } from '../../shared/contract/console.ts'
import { ExportedCaseSchema } from '../../shared/contract/exchange.ts'
import { CaseRowSchema, ClockRowSchema } from '../../shared/contract/rows.ts'
import { encodings } from '../core/exchange/encoding.ts'
import { formats } from '../core/exchange/inspect-file.ts'
import { MappingSchema } from '../core/exchange/row-mapping.ts'
import type { CommandDeps } from './case-command.ts'
import { SlaEventSchema } from './sla-events.ts'
import { SlaLineSchema } from './sla-lines.ts'

const count = z.int().min(0)
const iso = z.string()
const refusal = z.strictObject({
  tag: z.string(),
  field: z.string().optional(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})
/** Why a call was not carried out; whole lines of their own. */
const refused = z.strictObject({ refused: z.array(refusal) })
const error = z.strictObject({ error: refusal })

const { clock, state, remainingMs, businessRemainingMs, pausedMs } = ClockRowSchema.shape
const shownClock = z.strictObject({
  clock,
  startedAt: iso,
  dueAt: iso.nullable(),
  state,
  remainingMs,
  businessRemainingMs,
  pausedMs,
})
const saved = z.strictObject({ id: z.string(), number: z.string(), status: z.string(), clocks: z.array(shownClock) })

/** One finding of `redress lint-phrase`: place, rule, why, and how to say it better. Source: CALL-6. */
const lintLine = z.strictObject({
  rule: z.string(),
  category: z.string(),
  severity: z.string(),
  start: count,
  end: count,
  text: z.string(),
  why: z.string(),
  better: z.array(z.string()),
})

const fault = z.strictObject({ tag: z.string(), column: z.string().optional() })
const importSummary = z.strictObject({
  format: z.enum(formats),
  encoding: z.enum(encodings),
  rows: count,
  saved: count,
  savedBefore: count,
  refused: count,
  repeated: count,
  held: count,
  flagged: count,
  resumedAfterRow: count,
  dryRun: z.boolean(),
})
const importLine = z.union([
  z.strictObject({ row: count, refused: z.array(refusal) }),
  z.strictObject({ row: count, flagged: z.array(fault) }),
  z.strictObject({ row: count, differs: z.string() }),
  z.strictObject({ summary: importSummary }),
  refused,
])
const exportSummary = z.strictObject({
  format: z.enum(formats),
  cases: count,
  stayedMasked: count,
  masked: z.boolean(),
})

/** `ok` false = something a person should see to; the rest belongs to the check. */
const finding = z.looseObject({
  check: z.enum(['node', 'window', 'disk', 'store', 'record', 'session', 'sync', 'clock', 'server']),
  ok: z.boolean(),
})

const backupMade = z.strictObject({ file: z.string(), events: count, keys: count })
const restored = z.strictObject({
  setAside: z.string(),
  fromFile: count,
  fromBackup: count,
  fromRecorder: count,
  holes: count,
  broken: count,
  cases: count,
  backup: z.string().optional(),
  atMs: z.int(),
})

type Procedure = { readonly '~orpc': { readonly outputSchema?: unknown } }

function outputOf(procedure: Procedure): z.ZodType {
  const schema = procedure['~orpc'].outputSchema
  if (!(schema instanceof z.ZodType)) throw new Error('cli: a procedure without a schema')
  return schema
}

function shownCase(): z.ZodType {
  const view = outputOf(consoleContract.cases.get)
  const inner = view instanceof z.ZodNullable ? view.unwrap() : view
  if (!(inner instanceof z.ZodObject)) throw new Error('cli: a case is shown as an object')
  return inner.extend({ clocks: z.array(shownClock) })
}

function foundCase(): z.ZodType {
  const found = outputOf(consoleContract.cases.search)
  const rows = found instanceof z.ZodObject ? found.shape['rows'] : undefined
  if (!(rows instanceof z.ZodArray)) throw new Error('cli: a search answers with rows')
  return rows.element as z.ZodType
}

/** Lines (and the mapping file) the command line reads and writes, by `command.direction`. */
const lines: Readonly<Record<string, z.ZodType>> = {
  'case new.in': CaseDocumentSchema,
  'case new.out': z.union([saved, refused]),
  'case show.out': z.union([shownCase(), refused]),
  'case list.out': CaseRowSchema,
  'case search.out': foundCase(),
  'case act.in': CaseCommandSchema,
  'case act.out': z.union([saved, refused]),
  'import.map.in': MappingSchema,
  'import.out': importLine,
  'export.out': z.union([ExportedCaseSchema, z.strictObject({ summary: exportSummary })]),
  'verify.out': outputOf(consoleContract.record.verify),
  'doctor.out': finding,
  'backup.out': z.union([backupMade, refused]),
  'restore.out': z.union([restored, refused]),
  'sla.in': SlaEventSchema,
  'sla.out': z.union([SlaLineSchema, error]),
  'lint-phrase.out': z.union([lintLine, error]),
}

/** JSON schemas of the command line, as committed in docs/api/cli.schema.json. Source: surfaces.md "Command line". */
export function cliSchema(): object {
  const definitions = Object.entries(lines).map(([name, schema]) => {
    const io = name.endsWith('.in') ? ('input' as const) : ('output' as const)
    const { $schema: _same, ...plain } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' })
    return [name, plain]
  })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'redress: lines in and out',
    $defs: Object.fromEntries(definitions),
  }
}

/** `redress schema`: what docs/api/cli.schema.json holds, for scripts that check what they send and get. */
export function addSchemaCommand(program: Command, deps: CommandDeps): void {
  program
    .command('schema')
    .description('JSON schemas of all lines this command line reads and writes')
    .action(() => deps.output.text(`${JSON.stringify(cliSchema(), null, 2)}\n`))
}
