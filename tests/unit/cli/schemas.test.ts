import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runLintPhrase } from '../../../electron/cli/lint-phrase.ts'
import { cliSchema } from '../../../electron/cli/schemas.ts'

const file = resolve(import.meta.dirname, '../../../docs/api/cli.schema.json')
const committed = () => JSON.parse(readFileSync(file, 'utf8')) as { $defs: Record<string, { required?: string[] }> }

describe('docs/api/cli.schema.json', () => {
  it('is what the program reads and writes today (npx node tests/unit/cli/write-schema.ts makes it)', () => {
    expect(committed()).toEqual(JSON.parse(JSON.stringify(cliSchema())))
  })

  it('describes what redress lint-phrase prints', () => {
    const { lines } = runLintPhrase('我们会尽快处理', 'zh-CN')
    expect(lines.length).toBeGreaterThan(0)
    const { required = [] } = committed().$defs['lint-phrase.out'] ?? {}
    for (const line of lines) expect(Object.keys(JSON.parse(line)).sort()).toEqual([...required].sort())
  })
})
