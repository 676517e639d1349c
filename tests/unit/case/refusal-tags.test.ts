import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { caseRefusalTags } from '../../../shared/case/refusal-tags.ts'

const folder = join(import.meta.dirname, '../../../shared/case')
const sources = readdirSync(folder)
  .filter((name) => name !== 'refusal-tags.ts')
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n')

describe('the list of refusals', () => {
  const written = [...sources.matchAll(/(?:refuse\(|tag: )'([a-z_]+\.[a-z_]+)'/g)].map(([, tag]) => tag ?? '')
  const mapped = [...sources.matchAll(/'((?:input|text|time|undo)\.[a-z_]+)'/g)].map(([, tag]) => tag ?? '')

  it('has every tag the kernel writes', () => {
    expect(written.length).toBeGreaterThan(50)
    expect([...written, ...mapped].filter((tag) => !caseRefusalTags.includes(tag))).toEqual([])
  })

  it('has none the kernel cannot say', () => {
    const made = /^(status|close)\.|^(transfer|escalation|compensation)\.(unknown|closed)$/
    const said = new Set([...written, ...mapped])
    expect(caseRefusalTags.filter((tag) => !said.has(tag) && !made.test(tag))).toEqual([])
    expect(new Set(caseRefusalTags).size).toBe(caseRefusalTags.length)
  })
})
