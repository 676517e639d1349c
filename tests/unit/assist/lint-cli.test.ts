import { describe, expect, it } from 'vitest'
import { runLintPhrase } from '../../../electron/cli/lint-phrase.ts'

describe('CALL-6 lint-phrase command', () => {
  it('CALL-6 prints one JSON line per finding and ends with 1', () => {
    const run = runLintPhrase('我们会尽快处理，您冷静一下')
    expect(run.exitCode).toBe(1)
    expect(run.lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ rule: 'vague.asap', start: 3, end: 5, text: '尽快', severity: 'warn' }),
      expect.objectContaining({ rule: 'forbid.calm_down', severity: 'error' }),
    ])
  })

  it('CALL-6 prints nothing for a good phrase; hints alone do not fail', () => {
    expect(runLintPhrase('14:24前我给您回电。')).toEqual({ lines: [], exitCode: 0 })
    expect(runLintPhrase('The API had a timeout', 'en')).toMatchObject({ exitCode: 0 })
    expect(runLintPhrase('The API had a timeout').lines).toHaveLength(2)
  })

  it('CALL-6 says what is wrong with the input and ends with 2', () => {
    expect(runLintPhrase('  ')).toEqual({ lines: ['{"error":{"tag":"lint.empty","field":"text"}}'], exitCode: 2 })
    expect(runLintPhrase('a'.repeat(6_000)).exitCode).toBe(2)
  })
})
