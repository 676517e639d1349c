import type { Result } from '../kernel/result.ts'
import { readPromise } from './promise.ts'
import type { WhenOptions, WhenReading } from './when.ts'

const edges = /[\s,，、;；。.!！?？]+/u
/** A stretch that names a limit: up to 内 or 前, at the head of a piece. */
const head = /^.{1,14}?(?:之内|之內|以内|以內|内|內|之前|以前|前)/u
const english = /\b(?:within|by|before) .{1,30}$/u
const longest = 400

/** The pieces of a sentence that could be a time or a sum on their own, longest first where one holds another. */
export const piecesOf = (text: string): readonly string[] =>
  text
    .slice(0, longest)
    .split(edges)
    .filter((piece) => piece !== '')
    .flatMap((piece) => [piece, ...(head.exec(piece) ?? [])])

/**
 * The future time in a sentence (`两小时内修好`, `11点前给您回电`): the sentence itself where it is nothing but a time, else the first
 * piece that is. Refuses as `readPromise` does, for the whole sentence; a piece that names a time gone by is told as that. Source: CALL-6.
 */
export function findPromise(text: string, options: WhenOptions): Result<WhenReading> {
  const whole = readPromise(text, options)
  if (whole.ok) return whole
  let gone: Result<WhenReading> | null = null
  for (const piece of [...(english.exec(text.slice(0, longest)) ?? []), ...piecesOf(text)]) {
    const read = readPromise(piece, options)
    if (read.ok) return read
    if (read.error.tag === 'when.past') gone ??= read
  }
  return gone ?? whole
}
