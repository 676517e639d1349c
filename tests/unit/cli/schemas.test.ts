import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runLintPhrase } from '../../../electron/cli/lint-phrase.ts'
import { cliSchema } from '../../../electron/cli/schemas.ts'

const file = resolve(import.meta.dirname, '../../../docs/api/cli.schema.json')
const committed = () =>
  JSON.parse(readFileSync(file, 'utf8')) as { $defs: Record<string, z.core.JSONSchema.JSONSchema> }

describe('docs/api/cli.schema.json', () => {
  it('is what the program reads and writes today (npm run redress -- schema prints it)', () => {
    expect(committed()).toEqual(JSON.parse(JSON.stringify(cliSchema())))
  })

  it('describes what redress lint-phrase prints', () => {
    const { lines } = runLintPhrase('我们会尽快处理', 'zh-CN')
    const schema = z.fromJSONSchema(committed().$defs['lint-phrase.out'] ?? false)
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) expect(schema.safeParse(JSON.parse(line)).success).toBe(true)
  })
})
