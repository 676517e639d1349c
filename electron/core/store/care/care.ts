import { Worker } from 'node:worker_threads'
import { type StoreFault, StoreFaultError } from '../fault.ts'
import type { CareAnswer, CareJob, CareReply } from './care-protocol.ts'

type Did<D extends CareJob['do']> = Extract<CareAnswer, { did: D }>

export interface Care {
  /** One job after the other, each in a thread of its own; the console stays usable. Rejects with `StoreFaultError`. */
  readonly run: <D extends CareJob['do']>(what: D) => Promise<Did<D>>
  readonly close: () => Promise<void>
}

export interface CareDeps {
  readonly dir: string
  readonly file: string
  readonly key: Uint8Array
  readonly workerUrl: URL
  readonly nowMs: () => number
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
  return {
    run: <D extends CareJob['do']>(what: D) => {
      const { dir, file, key, nowMs } = deps
      // The fault of the job before is passed over: whoever asked for that job has been told, and this one runs all the same.
      const next = last.catch(() => undefined).then(() => start({ do: what, dir, file, key, nowMs: nowMs() }))
      last = next
      return next as Promise<Did<D>>
    },
    close: async () => {
      await current?.terminate()
    },
  }
}

const errorOf = (reply: { readonly tag: string | undefined; readonly message: string }): Error =>
  reply.tag === undefined ? new Error(reply.message) : new StoreFaultError(reply.tag as StoreFault, reply.message)
