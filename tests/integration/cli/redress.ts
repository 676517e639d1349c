import { readFileSync } from 'node:fs'
import { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { runRedress } from '../../../electron/cli/program.ts'

export interface Ran {
  readonly code: number
  /** What came on stdout, line by line, parsed. */
  readonly lines: readonly Readonly<Record<string, unknown>>[]
  readonly stdout: string
  readonly stderr: string
}

/** Runs `redress` in this process, as `main.ts` does. */
export async function redress(args: readonly string[], stdin = '', env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  let stdout = ''
  let stderr = ''
  const text = (piece: string): void => {
    stdout += piece
  }
  const code = await runRedress(args, {
    output: {
      text,
      line: (value) => text(`${JSON.stringify(value)}\n`),
      say: (words) => {
        stderr += `${words}\n`
      },
      stdout: new Writable({
        write: (chunk, _encoding, done) => {
          text(String(chunk))
          done()
        },
      }),
    },
    input: Readable.from([stdin]),
    env,
  })
  const lines = stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []))
  return { code, lines, stdout, stderr }
}

const file = new URL('../../../docs/api/cli.schema.json', import.meta.url)
const { $defs } = JSON.parse(readFileSync(file, 'utf8')) as { $defs: Record<string, z.core.JSONSchema.JSONSchema> }
const known = new Map<string, z.ZodType>()

/** What the committed schema of these lines has against them; empty = nothing. */
export function faultsOf(name: string, lines: readonly unknown[]): readonly string[] {
  const definition = $defs[name]
  if (definition === undefined) return [`no schema ${name}`]
  const schema = known.get(name) ?? z.fromJSONSchema(definition)
  known.set(name, schema)
  return lines.flatMap((line) => {
    const parsed = schema.safeParse(line)
    return parsed.success ? [] : [`${JSON.stringify(line).slice(0, 200)}: ${z.prettifyError(parsed.error)}`]
  })
}
