/** The package's own declarations are not reachable through its `exports`; this is the part of it we use. */
declare module 'better-sqlite3' {
  class Statement {
    readonly readonly: boolean
    readonly reader: boolean
    run(...values: unknown[]): { readonly changes: number; readonly lastInsertRowid: number | bigint }
    get(...values: unknown[]): unknown
    all(...values: unknown[]): unknown[]
    iterate(...values: unknown[]): IterableIterator<unknown>
    pluck(on?: boolean): this
    raw(on?: boolean): this
  }
  class Database {
    constructor(file: string, options?: { readonly?: boolean; fileMustExist?: boolean; timeout?: number })
    readonly inTransaction: boolean
    readonly open: boolean
    prepare(sql: string): Statement
    exec(sql: string): this
    pragma(source: string, options?: { simple?: boolean }): unknown
    close(): this
  }
  namespace Database {
    export { Database, Statement }
  }
  export default Database
}
