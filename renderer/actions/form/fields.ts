import type { CommandType } from '../../../shared/case/commands.ts'
import { readAmount } from '../../../shared/intake/amount.ts'
import { readWhen, type WhenLanguage } from '../../../shared/intake/when.ts'
import { ok, type Result } from '../../../shared/kernel/result.ts'
import type { NameFamily } from '../../text/names.ts'
import type { Field, FieldName, Form, FormWords, Values } from './types.ts'

/** A choice between codes that have words. */
export const choice = (
  name: FieldName,
  codes: NameFamily,
  of: readonly string[],
  look: Field['look'] = 'bar',
): Field => ({
  name,
  look,
  source: { codes, of },
})

/** Why: a code of that group of reasons, and words beside it. */
export const why = (group: string, optional?: Field['optional']): readonly Field[] => [
  { name: 'reason', look: 'list', source: { reasons: group }, ...(optional === undefined ? {} : { optional }) },
  { name: 'words', look: 'line', optional: true },
]

export const mayBe = (field: Field): Field => ({ ...field, optional: true })
export const line = (name: FieldName): Field => ({ name, look: 'line' })
export const lines = (name: FieldName): Field => ({ name, look: 'lines' })

export const filled = (values: Values, name: FieldName): string | undefined => {
  const value = values[name]?.trim()
  return value === undefined || value === '' ? undefined : value
}

/** The named values that are filled in, under the names the command has for them. */
export const picked = (values: Values, names: Readonly<Record<string, FieldName>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(names).flatMap(([key, name]) => {
      const value = filled(values, name)
      return value === undefined ? [] : [[key, value]]
    }),
  )

/** `{reason: {code, text?}}`, or nothing where none was given. */
export function reasonOf(values: Values): Record<string, unknown> {
  const code = filled(values, 'reason')
  return code === undefined ? {} : { reason: { code, ...picked(values, { text: 'words' }) } }
}

type Made = ReturnType<Form['make']>

/** A form whose command is made of its values without anything that could be misread. */
export const plainly =
  (type: CommandType, rest: (values: Values) => object): Form['make'] =>
  (values) =>
    ok({ type, ...rest(values) })

/** A time in the past as it was said, in ms; nothing typed is no time. */
export function pastTime(
  values: Values,
  { nowMs, zone, language }: FormWords,
  name: FieldName = 'when',
): Result<{ atMs?: number }> {
  const typed = filled(values, name)
  if (typed === undefined) return ok({})
  const read = readWhen(typed, { nowMs, zone, locale: language as WhenLanguage })
  return read.ok ? ok({ atMs: read.value.atMs }) : { ok: false, error: { ...read.error, field: name } }
}

const homeCurrency = 'CNY'

/** A sum as people write it; nothing typed is no sum. */
export function sum(values: Values): Result<{ amountMinor?: number; currency?: string }> {
  const typed = filled(values, 'amount')
  if (typed === undefined) return ok({})
  const read = readAmount(typed, homeCurrency)
  return read.ok ? ok(read.value) : { ok: false, error: { ...read.error, field: 'amount' } }
}

/** The command with a part that may not be readable. */
export const withPart = (type: CommandType, part: Result<object>, rest: object): Made =>
  part.ok ? ok({ type, ...rest, ...part.value }) : part
