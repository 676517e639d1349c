import type { WriteDb } from '../../../electron/core/store/database.ts'
import type { Wire } from '../../../electron/core/sync/transport.ts'
import type { Database, Sql } from '../../../server/db/database.ts'
import type { Sabotage } from '../sabotage.ts'

/** A mistake others made, put back in. Source: sync.md "Pitfalls seen elsewhere". */
export interface Pitfall {
  readonly name: string
  /** Where it was seen. */
  readonly seen: string
  /** The simulation has to notice within this many seeds, counted from `from`, or from 1. */
  readonly within: number
  readonly from?: number
  /** Anew for each run: some remember what happened. */
  readonly make: () => Sabotage
}

/** Changes requests to one path on their way out, and good answers on their way in. */
export interface Change<Request, Answer> {
  readonly path: string
  readonly out?: (request: Request) => Request
  readonly back?: (answer: Answer, request: Request) => Answer
  /** No answer came. */
  readonly failed?: (request: Request) => void
}

export function changeWire<Request, Answer>(inner: Wire, change: Change<Request, Answer>): Wire {
  const { path, out = (it) => it, back = (it) => it, failed = () => undefined } = change
  return {
    ...inner,
    fetch: async (url, init) => {
      if (!url.endsWith(path)) return inner.fetch(url, init)
      const request = JSON.parse(String(init.body)) as Request
      const sent = out(request)
      try {
        const response = await inner.fetch(url, { ...init, body: JSON.stringify(sent) })
        if (response.status !== 200 || response.headers.get('content-type') === 'text/html') return response
        const answer = back(JSON.parse(await response.text()) as Answer, request)
        return new Response(JSON.stringify(answer), { status: 200, headers: response.headers })
      } catch (error) {
        failed(request)
        throw error
      }
    },
  }
}

/** Looks at every writing statement of a console, and says whether it is carried out. */
export const changeRuns = (
  inner: WriteDb,
  run: (sql: string, values: unknown[], go: (values: unknown[]) => number) => number,
): WriteDb =>
  ({
    get: inner.get,
    all: inner.all,
    each: inner.each,
    exec: inner.exec,
    transaction: inner.transaction,
    run: (sql: string, ...values: unknown[]) => run(sql, values, (now) => inner.run(sql, ...(now as []))),
  }) as WriteDb

/** Looks at the rows of every statement of a server process. */
export function changeSql(
  inner: Sql,
  change: (name: string, rows: readonly unknown[]) => readonly unknown[],
  before: (name: string) => void = () => undefined,
): Sql {
  return {
    rows: async <Row>(statement: Parameters<typeof inner.rows<Row>>[0], params: Parameters<typeof inner.rows>[1]) => {
      before(statement.name)
      return change(statement.name, await inner.rows(statement, params)) as Row[]
    },
  }
}

type Work<T> = (sql: Sql) => Promise<T>

/** A database whose transactions see what `wrap` makes of their statements. */
export function changeDatabase<D extends Database>(inner: D, wrap: (sql: Sql, writes: boolean) => Sql): D {
  return {
    ...inner,
    read: <T>(org: string, work: Work<T>) => inner.read(org, (sql) => work(wrap(sql, false))),
    write: <T>(org: string, work: Work<T>) => inner.write(org, (sql) => work(wrap(sql, true))),
  }
}
