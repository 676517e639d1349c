/**
 * A refusal on its way to an HTTP client: RFC 9457, with a `code` that never changes its meaning. It never carries what
 * was sent: received values stay out of answers and logs.
 */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly extra: Readonly<Record<string, string | number>>

  constructor(status: number, code: string, extra: Readonly<Record<string, string | number>> = {}) {
    super(code)
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.extra = extra
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'The request is not what the interface says',
  401: 'Sign in again',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Does not fit what the server holds',
  410: 'No longer there',
  413: 'Too large',
  415: 'This type is not taken',
  429: 'Too many requests',
  500: 'The server failed',
  503: 'Not ready',
}

export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
}

export function problemBody(problem: Problem): ProblemBody & Readonly<Record<string, string | number>> {
  return {
    type: `urn:redress:problem:${problem.code}`,
    title: titles[problem.status] ?? 'Refused',
    status: problem.status,
    code: problem.code,
    ...problem.extra,
  }
}

export const problemType = 'application/problem+json; charset=utf-8'
