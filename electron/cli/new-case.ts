import {
  type CaseDocument,
  CaseDocumentSchema,
  openCommandOf,
  type ReadPhone,
} from '../../shared/contract/case-document.ts'
import type { Json } from '../../shared/kernel/canonical.ts'
import { UsageError } from './output.ts'

/** One line of `redress case new`. Throws `UsageError` naming the first bad field. */
export function readDocument(input: unknown): CaseDocument {
  const parsed = CaseDocumentSchema.safeParse(input)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new UsageError(`${issue?.path.join('.') || 'input'}: ${issue?.message ?? 'is not as documented'}`)
}

/** The commands a document asks for: the opening, then a note for each of its notes. */
export function commandsOf(document: CaseDocument, readPhone: ReadPhone): readonly [Json, ...Json[]] {
  const notes = (document.notes ?? []).map((text) => ({ type: 'addNote', text }))
  return [openCommandOf(document, readPhone), ...notes]
}
