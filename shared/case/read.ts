import type { Json } from '../kernel/canonical.ts'

/**
 * Cheap reading of an event's body while folding: a value of the wrong type counts as absent, nothing ever throws.
 * Schemas stand at the doors (`decide`, `admit`); here speed and totality count.
 */
export interface Block {
  readonly [key: string]: Json | undefined
}

export const str = (block: Block, key: string): string | undefined => {
  const value = block[key]
  return typeof value === 'string' ? value : undefined
}

/** An integer that JSON can carry exactly. */
export const int = (block: Block, key: string): number | undefined => {
  const value = block[key]
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined
}

/** One of `list`, or nothing. */
export function oneOf<T extends string>(list: readonly T[], value: unknown): T | undefined {
  return list.includes(value as T) ? (value as T) : undefined
}

/** A nested block, empty when there is none. */
export function block(parent: Block, key: string): Block {
  const value = parent[key]
  return isBlock(value) ? value : nothing
}
const nothing: Block = {}

export const isBlock = (value: unknown): value is Block =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const list = (parent: Block, key: string): readonly Json[] => {
  const value = parent[key]
  return Array.isArray(value) ? value : []
}

/** Texts only, others dropped. */
export const strings = (parent: Block, key: string): readonly string[] =>
  list(parent, key).filter((item) => typeof item === 'string')

/** Free words out of the sealed part: `null` when the key is gone, or they were never there. */
export const words = (personal: Block | null, key: string): string | null =>
  personal === null ? null : (str(personal, key) ?? null)

/** `{[key]: value}`, or nothing when the value is absent: optional properties without `undefined`. */
export function maybe<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V })
}
