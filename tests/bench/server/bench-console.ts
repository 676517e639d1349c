import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** What the benchmark tells a console in a process of its own, and what it answers. */
export type Told =
  | { readonly do: 'make'; readonly cases: number }
  | { readonly do: 'start' }
  /** Until so many cases stand in its lists, in step or not. */
  | { readonly do: 'show'; readonly rows: number }
  /** Until the server has given its word on everything made here. */
  | { readonly do: 'send' }
  | { readonly do: 'await'; readonly events: number; readonly rows: number }
  /** One more note is saved, as on a screen; `hear`: until the screens here are told of something others did. */
  | { readonly do: 'save' | 'hear' }
  | { readonly do: 'verify' | 'end' }

export interface Said {
  /** When it was so, ms since 1970 with fractions: the clock of one machine is the same for all its processes. */
  readonly atMs: number
  /** When it was said: after the rows asked for were there. */
  readonly saidMs: number
  readonly events: number
  readonly rows: number
  readonly ok: boolean
}

export interface BenchConsole {
  readonly tell: (told: Told) => Promise<Said>
  readonly end: () => Promise<void>
}

/** A console's store and sync in a process of its own, signed in to the server as `user`. */
export async function startBenchConsole(server: string, dir: string, user: string): Promise<BenchConsole> {
  const child = fork(join(import.meta.dirname, 'console-child.ts'), [server, dir, user])
  const ended = once(child, 'exit')
  const answer = async (): Promise<Said> => {
    const [said] = await Promise.race([once(child, 'message'), ended.then(() => [null])])
    if (said === null) throw new Error('a console of the benchmark ended')
    return said as Said
  }
  await answer()
  return {
    tell: (told) => {
      const said = answer()
      child.send(told)
      return said
    },
    end: async () => {
      child.send({ do: 'end' } satisfies Told)
      await ended
    },
  }
}
