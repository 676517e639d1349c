import type { Param, Statement } from './statement.ts'

/**
 * Streams that end because somebody's rights changed or a device was revoked: they come back with what is allowed now. With
 * `everybody`, because there is something to read that moves no head.
 */
export interface StreamsNotice {
  readonly org: string
  readonly actor?: string
  readonly device?: string
  readonly everybody?: true
}

export type Notice = HeadsNotice | StreamsNotice

/** What statements run on: one transaction, already bound to one organisation. */
export interface Sql {
  readonly rows: <Row>(statement: Statement<Row>, params: readonly Param[]) => Promise<Row[]>
}

/** Heads that moved in one organisation, on their way to the live streams of all server processes. */
export interface HeadsNotice {
  readonly org: string
  readonly heads: Readonly<Record<string, number>>
}

/**
 * The database as the server sees it. Two bodies: PGlite (embedded, one process, made durable by a journal) and
 * PostgreSQL. `org` binds the transaction to one organisation (row-level security is the second line on PostgreSQL;
 * the first is the organisation in every statement).
 */
export interface Database {
  readonly kind: 'pglite' | 'postgres'
  /** What makes an answered write survive a power cut. */
  readonly durable: 'journal' | 'wal'
  readonly read: <T>(org: string, work: (sql: Sql) => Promise<T>) => Promise<T>
  /** Runs `work` in one transaction; when it conflicts with another one, runs it again from the start. */
  readonly write: <T>(org: string, work: (sql: Sql) => Promise<T>) => Promise<T>
  /** Tells every server process, this one included, after a commit. A lost notice is healed by heartbeats and polling. */
  readonly tell: (notice: Notice) => Promise<void>
  readonly onTold: (listener: (notice: Notice) => void) => () => void
  /** After a customer's key was destroyed: no file of the database keeps its bytes. Absent where there are no files. */
  readonly shred?: () => Promise<void>
  readonly ping: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The one row a statement must give; none is a bug of the caller. */
export function only<Row>(rows: readonly Row[]): Row {
  const row = rows[0]
  if (row === undefined || rows.length !== 1) throw new Error(`one row expected, ${rows.length} found`)
  return row
}
