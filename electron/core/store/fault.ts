/** What the disk, the folder or another process can do to the store. A person can act on each; never a bug of ours. */
export type StoreFault =
  | 'store.disk_full'
  | 'store.read_only'
  | 'store.busy'
  | 'store.in_use'
  | 'store.damaged'
  | 'store.unreadable'
  | 'store.network_share'
  | 'store.too_new'
  | 'store.wrong_key'

export class StoreFaultError extends Error {
  readonly tag: StoreFault
  readonly code: string
  constructor(tag: StoreFault, code: string, cause?: unknown) {
    super(`${tag} (${code})`, cause === undefined ? undefined : { cause })
    this.tag = tag
    this.code = code
  }
}

const faults: readonly (readonly [RegExp, StoreFault])[] = [
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, 'store.disk_full'],
  [/^(SQLITE_READONLY|SQLITE_PERM|EROFS|EACCES|EPERM)/, 'store.read_only'],
  [/^(SQLITE_BUSY|SQLITE_LOCKED)/, 'store.busy'],
  [/^SQLITE_NOTADB/, 'store.wrong_key'],
  [/^(SQLITE_CORRUPT|SQLITE_IOERR_(SHORT_READ|DATA|READ|CORRUPTFS))/, 'store.damaged'],
  [/^(SQLITE_CANTOPEN|SQLITE_IOERR|ENOENT|EIO|ENOTDIR|EEXIST|EMFILE)/, 'store.unreadable'],
]

/** The weather behind an error of SQLite or the file system, or `undefined` when it is a bug of ours. */
export function faultOf(error: unknown): StoreFault | undefined {
  if (error instanceof StoreFaultError) return error.tag
  const code = codeOf(error)
  return faults.find(([pattern]) => pattern.test(code))?.[1]
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** The error with its tag when it is weather, else as it was. */
export function tagged(error: unknown): unknown {
  const tag = error instanceof StoreFaultError ? undefined : faultOf(error)
  return tag === undefined ? error : new StoreFaultError(tag, codeOf(error), error)
}

/** Runs `work`; weather comes out tagged, everything else as it was thrown. */
export function storeFault<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw tagged(error)
  }
}
