import { z } from 'zod'
import { CaseDocumentSchema } from '../../shared/contract/case-document.ts'
import { CaseRowSchema, consoleContract } from '../../shared/contract/console.ts'
import { ExportedCaseSchema } from '../../shared/contract/exchange.ts'
import { SlaEventSchema } from './sla-events.ts'
import { SlaLineSchema } from './sla-lines.ts'

/** One finding of `redress lint-phrase`: place, rule, why, and how to say it better. Source: CALL-6. */
const LintLineSchema = z.strictObject({
  rule: z.string(),
  category: z.string(),
  severity: z.string(),
  start: z.int().min(0),
  end: z.int().min(0),
  text: z.string(),
  why: z.string(),
  better: z.array(z.string()),
})

const outputOf = (procedure: { readonly '~orpc': { readonly outputSchema?: unknown } }): z.ZodType => {
  const schema = procedure['~orpc'].outputSchema
  if (!(schema instanceof z.ZodType)) throw new Error('cli: a procedure without a schema')
  return schema
}

/** Lines the command line reads and writes, by `command.direction`. */
const lines: Readonly<Record<string, z.ZodType>> = {
  'case new.in': CaseDocumentSchema,
  'case list.out': CaseRowSchema,
  'export.out': ExportedCaseSchema,
  'verify.out': outputOf(consoleContract.record.verify),
  'sla.in': SlaEventSchema,
  'sla.out': SlaLineSchema,
  'lint-phrase.out': LintLineSchema,
}

/** JSON schemas of the command line, as committed in docs/api/cli.schema.json. Source: surfaces.md "Command line". */
export function cliSchema(): object {
  const options = { io: 'input', unrepresentable: 'any', reused: 'inline' } as const
  const definitions = Object.entries(lines).map(([name, schema]) => [name, z.toJSONSchema(schema, options)])
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'redress: lines in and out',
    $defs: Object.fromEntries(definitions),
  }
}
