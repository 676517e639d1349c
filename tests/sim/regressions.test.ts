import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useSimulation } from './in-vitest.ts'
import type { Plan } from './plan.ts'

interface Regression {
  readonly name: string
  /** What was wrong. */
  readonly found: string
  readonly plan: Plan
}

const folder = join(import.meta.dirname, 'regressions')
const regressions = readdirSync(folder).map((file): Regression => {
  const { found, plan } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Omit<Regression, 'name'>
  return { name: file.replace('.json', ''), found, plan }
})

describe('what once broke a promise', () => {
  const run = useSimulation()

  it.each(regressions)('$name: $found', async ({ plan }) => {
    const { ok, what } = await run(plan)
    expect({ ok, what }).toEqual({ ok: true, what: undefined })
  })
})
