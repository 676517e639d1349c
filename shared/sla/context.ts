import type { EpochMs } from '../kernel/brand.ts'
import type { Calendar } from './calendar.ts'
import type { CompiledPolicy } from './policy-compile.ts'

/** Looks up versions by name; `undefined` = not held here. */
export interface SlaReference {
  readonly policyOf: (id: string, version: number) => CompiledPolicy | undefined
  readonly calendarOf: (id: string, version: number) => Calendar | undefined
}

/**
 * What signals are folded with. `policy` and `business` hold from the beginning unless `opened` names others that
 * `reference` knows. `published` = later versions of the business calendar with the time they were published: running
 * clocks are re-targeted from there, ended ones keep their verdict. Source: details.md "Calendars".
 */
export interface FoldContext {
  readonly policy: CompiledPolicy
  readonly business: Calendar
  readonly reference?: SlaReference
  readonly published?: readonly { readonly atMs: EpochMs; readonly calendar: Calendar }[]
}
