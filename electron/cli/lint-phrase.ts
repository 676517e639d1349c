import en from '../../resources/lint/en.json' with { type: 'json' }
import zhCn from '../../resources/lint/zh-CN.json' with { type: 'json' }
import zhTw from '../../resources/lint/zh-TW.json' with { type: 'json' }
import { compileLint, langOf, lintPhrase, packsFor } from '../../shared/assist/lint-phrase.ts'
import { lintFile } from '../../shared/assist/lint-rules.ts'
import type { Lang } from '../../shared/assist/record.ts'

/** What the command prints and how it ends: 0 nothing to change, 1 something to change, 2 bad input. */
export interface LintRun {
  readonly lines: readonly string[]
  readonly exitCode: 0 | 1 | 2
}

const packs = [zhCn, zhTw, en].map((file) => compileLint(lintFile.parse(file)))

/**
 * `redress lint-phrase TEXT`: one JSON line per finding, in reading order; none when the phrase may be said as it is.
 * Hints alone do not fail the run. Without `lang` the text's own characters decide. Source: surfaces.md, CALL-6.
 */
export function runLintPhrase(text: string, lang?: Lang): LintRun {
  if (text.trim() === '') return badInput({ tag: 'lint.empty', field: 'text' })
  const result = lintPhrase(text, packsFor(text, lang ?? langOf(text), packs))
  if (!result.ok) return badInput(result.error)
  const failing = result.value.some((finding) => finding.severity !== 'hint')
  return { lines: result.value.map((finding) => JSON.stringify(finding)), exitCode: failing ? 1 : 0 }
}

const badInput = (error: object): LintRun => ({ lines: [JSON.stringify({ error })], exitCode: 2 })
