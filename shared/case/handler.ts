import type { CaseEvent } from './event.ts'
import type { Draft } from './field.ts'

/**
 * How lists grow while folding: `copying` for one event onto a shared case, `growing` when a whole history is folded
 * into a case nobody else holds yet. Same result; the second does not copy a long list for every event of it.
 */
export interface Lists {
  readonly append: <T>(items: readonly T[], item: T) => readonly T[]
  readonly replace: <T>(items: readonly T[], isIt: (item: T) => boolean, change: (item: T) => T) => readonly T[]
}

export const copying: Lists = {
  append: (items, item) => [...items, item],
  replace: (items, isIt, change) => items.map((item) => (isIt(item) ? change(item) : item)),
}

export const growing: Lists = {
  append: <T>(items: readonly T[], item: T) => {
    const own = items as T[]
    own.push(item)
    return own
  },
  replace: <T>(items: readonly T[], isIt: (item: T) => boolean, change: (item: T) => T) => {
    const own = items as T[]
    for (const [i, item] of own.entries()) if (isIt(item)) own[i] = change(item)
    return own
  },
}

/** Folds one event into a draft; total. */
export type Handler = (draft: Draft, event: CaseEvent, lists: Lists) => void
export type Handlers = Readonly<Record<string, Handler>>
