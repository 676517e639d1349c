import { Worker } from 'node:worker_threads'
import { faultOf, type StoreFault, StoreFaultError } from '../fault.ts'
import type { CareAnswer, CareJob, CareReply } from './care-protocol.ts'
import type { DamageWatch } from './damage.ts'

type Did<D extends CareJob['do']> = Extract<CareAnswer, { did: D }>

export interface Care {
  /** One job after the other, each in a thread of its own; the console stays usable. Rejects with `StoreFaultError`. */
  readonly run: <D extends CareJob['do']>(what: D) => Promise<Did<D>>
  /** Looks through the file; what is found is told to the watch. Resolves with what SQLite says, empty = nothing wrong. */
  readonly check: () => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

export interface CareDeps {
  readonly dir: string
  readonly file: string
  readonly key: Uint8Array
  readonly workerUrl: URL
  readonly nowMs: () => number
  readonly damaged: DamageWatch
}

export function createCare(deps: CareDeps): Care {
  let last: Promise<unknown> = Promise.resolve()
  let current: Worker | null = null
  const start = (job: CareJob): Promise<CareAnswer> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(deps.workerUrl, { workerData: job })
      current = worker
      worker.once('message', (reply: CareReply) => ('answer' in reply ? resolve(reply.answer) : reject(errorOf(reply))))
      worker.once('error', reject)
      worker.once('exit', () => {
        current = null
        reject(new StoreFaultError('store.unreadable', 'care_ended'))
      })
    })
  const run = <D extends CareJob['do']>(what: D): Promise<Did<D>> => {
    const { dir, file, key, nowMs } = deps
    const next = last.then(() => start({ do: what, dir, file, key, nowMs: nowMs() }))
    // Whoever asked for a job is told of its fault; the next one runs all the same.
    last = next.catch((error: unknown) => {
      // A backup that is not whole may be the copy's fault: the next look at the store itself tells.
      if (faultOf(error) === 'store.damaged' && what !== 'backup') deps.damaged('case.db', what)
    })
    return next as Promise<Did<D>>
  }
  return {
    run,
    check: async () => {
      const { problems } = await run('check')
      if (problems.length > 0) deps.damaged('case.db', `check: ${problems.length}`)
      return problems
    },
    close: async () => {
      await current?.terminate()
    },
  }
}

const errorOf = (reply: { readonly tag: string | undefined; readonly message: string }): Error =>
  reply.tag === undefined ? new Error(reply.message) : new StoreFaultError(reply.tag as StoreFault, reply.message)
