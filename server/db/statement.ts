/**
 * Every SQL text of the server is made here, so that one test can read them all: against both databases and against
 * the list of what distributed engines cannot run (docs/OPERATIONS.md).
 */
export interface Statement<Row> {
  readonly name: string
  readonly text: string
  readonly writes: boolean
  /** Never set: carries the row type. */
  readonly row?: Row
}

export type Param = string | number | boolean | null | Uint8Array

type Item = string | number | boolean | null

/** An array of ids, hashes or numbers as SQL writes one; its items need no quotes. */
export const plainList = (items: readonly Item[]): string => `{${items.map((item) => item ?? 'NULL').join(',')}}`

const quoted = (item: Item): string =>
  typeof item === 'string' ? `"${item.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : String(item ?? 'NULL')

/** An array of any text as SQL writes one. */
export const textList = (items: readonly Item[]): string => `{${items.map(quoted).join(',')}}`

const known = new Map<string, Statement<unknown>>()

function define<Row>(name: string, text: string, writes: boolean): Statement<Row> {
  if (known.has(name)) throw new Error(`statement ${name} is defined twice`)
  const statement = { name, text: text.trim().replace(/\s+/g, ' '), writes }
  known.set(name, statement)
  return statement
}

/** A statement that changes nothing. Columns are named as the row's fields. */
export const reads = <Row>(name: string, text: string): Statement<Row> => define<Row>(name, text, false)

/** A statement that changes rows; it takes every value as a parameter, so that a replay gives the same rows. */
export const writes = <Row = never>(name: string, text: string): Statement<Row> => define<Row>(name, text, true)

export const allStatements = (): readonly Statement<unknown>[] => [...known.values()]
