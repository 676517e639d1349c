import { describe, it } from 'vitest'
import { type AllowedSkip, missing, type Prerequisite } from './prerequisites.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** Written by `itWith` and `describeWith` only; the runner counts a skip without it as a failure. */
    allowedSkip?: AllowedSkip
  }
}

const skipOptions = (prerequisite: Prerequisite, reason: string) => ({
  skip: true,
  meta: { allowedSkip: { prerequisite, reason } satisfies AllowedSkip },
})

/**
 * `it`, skipped with its reason on the record when the machine lacks the prerequisite.
 * @public also for the planted tests of tests/house, which are text to every tool
 */
export function itWith(prerequisite: Prerequisite, title: string, body: () => Promise<void> | void): void {
  const reason = missing(prerequisite)
  if (reason === null) it(title, body)
  else it(title, skipOptions(prerequisite, reason), body)
}

/** `describe`, skipped as a whole with its reason on the record when the machine lacks the prerequisite. */
export function describeWith(prerequisite: Prerequisite, title: string, body: () => void): void {
  const reason = missing(prerequisite)
  if (reason === null) describe(title, body)
  else describe(title, skipOptions(prerequisite, reason), body)
}
