import type { z } from 'zod'
import { ok, type Result, refuse } from '../kernel/result.ts'

/** Names a refusal by the issue found; `null` = the general tag. */
export type TagOf = (issue: z.core.$ZodIssue) => string | null

/**
 * Reads unknown data by a schema. The refusal carries `tag` (or what `tagOf` says), the dotted path of the first bad
 * or unknown field and the code of what is wrong with it; never the value itself.
 */
export function parseWith<T>(schema: z.ZodType<T>, input: unknown, tag: string, tagOf?: TagOf): Result<T> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return ok(parsed.data)
  const issue = parsed.error.issues[0]
  if (issue === undefined) return refuse(tag)
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const path = [...issue.path, ...unknown].map(plainName).join('.')
  return refuse(tagOf?.(issue) ?? tag, path, { code: issue.code })
}

/** A name from outside, short and without signs that could do something where it is shown. */
const plainName = (name: PropertyKey): string =>
  String(name)
    .slice(0, 60)
    .replace(/[^\p{L}\p{N}_-]/gu, '?')
