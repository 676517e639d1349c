import pino from 'pino'

/** All a log line may hold: ids, codes, counts, times. No body, no name, no received value ever goes in. */
export interface LogFields {
  readonly org?: string
  readonly device?: string
  readonly actor?: string
  readonly route?: string
  readonly method?: string
  readonly request?: string
  readonly status?: number
  readonly code?: string
  readonly tookMs?: number
  readonly count?: number
  readonly port?: number
  readonly kind?: string
}

export interface Log {
  readonly info: (what: string, fields?: LogFields) => void
  readonly warn: (what: string, fields?: LogFields) => void
  /** A bug: name, stack and code of the error, not its message, which may quote what was received. */
  readonly fault: (what: string, error: unknown, fields?: LogFields) => void
}

const allowed = [
  'org',
  'device',
  'actor',
  'route',
  'method',
  'request',
  'status',
  'code',
  'tookMs',
  'count',
  'port',
  'kind',
] as const satisfies readonly (keyof LogFields)[]

/** Whatever is handed in, only the allowed fields come out. */
function pick(fields: LogFields): LogFields {
  const known = allowed.filter((key) => fields[key] !== undefined)
  return Object.fromEntries(known.map((key) => [key, fields[key]]))
}

function traceOf(error: unknown): { error: string; code?: string; stack?: string } {
  if (!(error instanceof Error)) return { error: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? []
  return { error: error.name, ...code, stack: frames.slice(0, 8).join('\n') }
}

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Writes JSON lines to `write` (the server: standard error). */
export function createLog(level: LogLevel, write: (line: string) => void): Log {
  const out = pino({ level, base: null }, { write })
  return {
    info: (what, fields = {}) => out.info(pick(fields), what),
    warn: (what, fields = {}) => out.warn(pick(fields), what),
    fault: (what, error, fields = {}) => out.error({ ...pick(fields), ...traceOf(error) }, what),
  }
}
