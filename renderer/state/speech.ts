import { useMemo } from 'react'
import type { AssistPack } from '../../shared/assist/assist-pack.ts'
import { type LintFinding, langOf, lintPhrase, packsFor } from '../../shared/assist/lint-phrase.ts'
import type { LintCategory } from '../../shared/assist/lint-rules.ts'

/** What should not be said to a customer like this; `but` = a kind of remark that stands elsewhere already. Source: CALL-6. */
export function useSpeechFindings(
  pack: AssistPack | null,
  text: string,
  but: LintCategory | null,
): readonly LintFinding[] {
  return useMemo(() => {
    if (pack === null || text.trim() === '') return []
    const checked = lintPhrase(text, packsFor(text, langOf(text), pack.lint))
    return checked.ok ? checked.value.filter(({ category }) => category !== but) : []
  }, [pack, text, but])
}
