import { z } from 'zod'
import { ok, type Refusal, type Result } from '../kernel/result.ts'
import { closingCommands } from './command-closing.ts'
import { intakeCommands } from './command-intake.ts'
import { talkCommands } from './command-talk.ts'
import { workCommands } from './command-work.ts'
import { refusalsOf } from './input.ts'

/** Everything a person can ask of a case. Source: issue B "case/"; domain.md §1–§4, §6. */
export const CaseCommandSchema = z.discriminatedUnion('type', [
  ...intakeCommands,
  ...workCommands,
  ...talkCommands,
  ...closingCommands,
])

/** A parsed command: texts are neutralised, defaults filled. */
export type CaseCommand = z.output<typeof CaseCommandSchema>
/** What a screen or script may hand to `parseCommand`. */
export type CaseCommandInput = z.input<typeof CaseCommandSchema>
export type CommandType = CaseCommand['type']
/** The command of one type. */
export type CommandOf<T extends CommandType> = Extract<CaseCommand, { type: T }>

/** Names of all commands, in the order of the documents. */
export const commandTypes: readonly CommandType[] = [
  ...intakeCommands,
  ...workCommands,
  ...talkCommands,
  ...closingCommands,
].map((schema) => schema.shape.type.value)

const known: ReadonlySet<unknown> = new Set(commandTypes)

/**
 * Makes a command of anything, with all faults at once. Tags: `command.unknown` (field `type`) and those of
 * `refusalsOf`. Never throws, never repeats a received value.
 */
export function parseCommand(input: unknown): Result<CaseCommand, readonly Refusal[]> {
  if (typeof input !== 'object' || input === null || !('type' in input) || !known.has(input.type))
    return { ok: false, error: [{ tag: 'command.unknown', field: 'type' }] }
  const parsed = CaseCommandSchema.safeParse(input, { reportInput: true })
  return parsed.success ? ok(parsed.data) : { ok: false, error: refusalsOf(parsed.error) }
}
