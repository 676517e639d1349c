import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { kernelPorts } from '../../../../electron/core/kernel-ports.ts'
import type { View } from '../../../../electron/core/store/counts.ts'
import { openStore } from '../../../../electron/core/store/open.ts'
import type { Store } from '../../../../electron/core/store/store.ts'
import type { CaseId } from '../../../../shared/kernel/brand.ts'
import type { Acknowledged } from './acknowledged.ts'
import { noThreads } from './no-threads.ts'

const saver = join(import.meta.dirname, 'saver.ts')
const ports = kernelPorts()
/** The same program is started hundreds of times: it is compiled once. */
const compileCache = join(tmpdir(), `redress-kill-cache-${process.pid}`)
process.once('exit', () => rmSync(compileCache, { recursive: true, force: true }))

/** What one kill showed; `faults` is empty when everything acknowledged is there and nothing half. */
export interface KillResult {
  readonly acknowledged: number
  /** The process came to its end before the kill: nothing was tested. */
  readonly ended: boolean
  /** Steps the process took when it came to its end. */
  readonly steps: number
  readonly faults: readonly string[]
}

export type Kill = { readonly at: 'step'; readonly step: number } | { readonly at: 'time'; readonly afterMs: number }

interface Said {
  readonly acks: readonly Acknowledged[]
  readonly ended: boolean
  readonly steps: number
}

/** Runs a saving process and lets it be killed; gives what it had acknowledged. */
function runAndKill(dir: string, kill: Kill): Promise<Said> {
  return new Promise((resolve, reject) => {
    const args = kill.at === 'step' ? [saver, dir, String(kill.step)] : [saver, dir]
    const env = { ...process.env, NODE_COMPILE_CACHE: compileCache }
    const child: ChildProcess = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
    const acks: Acknowledged[] = []
    let ended = false
    let steps = 0
    if (child.stdout === null) return reject(new Error('no stdout'))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as
        | Acknowledged
        | { readonly op: 'ready' }
        | { readonly op: 'done'; readonly steps: number }
      if (said.op === 'done') {
        ended = true
        steps = said.steps
      } else if (said.op !== 'ready') acks.push(said)
      else if (kill.at === 'time') setTimeout(() => child.kill('SIGKILL'), kill.afterMs)
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (signal === 'SIGKILL' || ended) resolve({ acks, ended, steps })
      else reject(new Error(`the saving process ended with ${code ?? signal}`))
    })
  })
}

/** One kill and the look afterwards. */
async function killOnce(kill: Kill): Promise<KillResult> {
  const dir = mkdtempSync(join(tmpdir(), 'redress-kill-'))
  try {
    const { acks, ended, steps } = await runAndKill(dir, kill)
    return { acknowledged: acks.length, ended, steps, faults: await lookAt(dir, acks) }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

async function lookAt(dir: string, acks: readonly Acknowledged[]): Promise<string[]> {
  const opened = await openStore(
    {
      dir,
      kernel: ports.kernel,
      nowMs: Date.now,
      monoMs: () => performance.now(),
      upMs: () => performance.now(),
      random: (bytes) => randomBytes(bytes),
      log: () => undefined,
      parts: { startThreads: noThreads },
    },
    { by: 'demo' },
  )
  if (!opened.ok) return [`does not open by itself: ${opened.error.tag}`]
  const store = opened.value
  try {
    const missing = acks
      .filter((ack) => !isThere(store, ack))
      .map((ack) => `acknowledged and gone: ${JSON.stringify(ack)}`)
    return [...missing, ...(await wholeness(store, acks))]
  } finally {
    await store.close()
  }
}

function isThere(store: Store, { op, case: id, text }: Acknowledged): boolean {
  if (op === 'draft') return store.read.drafts().some((draft) => draft.id === text)
  const theCase = store.read.getCase(id as CaseId)?.case
  if (theCase === undefined) return false
  if (op === 'open') return theCase.issue.symptom === text
  if (op === 'note') return theCase.notes.some((note) => note.text === text)
  if (op === 'assign') return theCase.owner === text
  return (
    theCase.mergedInto === text && store.read.getCase(text as CaseId)?.case.mergedFrom.includes(id as CaseId) === true
  )
}

const views: readonly View[] = ['all', 'open', 'mine', 'near', 'breached', 'on_hold', 'unassigned']

/** Chains, queues and both halves of every merge. */
async function wholeness(store: Store, acks: readonly Acknowledged[]): Promise<string[]> {
  const faults: string[] = []
  const report = await store.read.verify()
  if (!report.ok) faults.push(`the record does not verify: ${JSON.stringify(report.firstBad)}`)
  const query = { scopes: null, actor: 'lin', nowMs: Date.now() }
  const counts = await store.read.counts(query)
  for (const view of views) {
    const { rows } = await store.read.list({ ...query, view, limit: 10_000, filter: {} })
    if (rows.length !== counts[view]) faults.push(`${view} counts ${counts[view]} of ${rows.length}`)
    for (const row of view === 'all' ? rows : []) faults.push(...halfMerge(store, row.id))
  }
  const { newestN } = store.sync.position()
  if (store.read.pending().count !== newestN) faults.push(`${store.read.pending().count} of ${newestN} events wait`)
  return acks.length > 0 && newestN === 0 ? [...faults, 'nothing is there'] : faults
}

function halfMerge(store: Store, id: CaseId): string[] {
  const theCase = store.read.getCase(id)?.case
  const into = theCase?.mergedInto
  if (into === undefined) return []
  return store.read.getCase(into)?.case.mergedFrom.includes(id)
    ? []
    : [`${id} is merged into a case that does not know`]
}

/** How many steps two rounds of saving have: kills beyond come too late. */
export const countSteps = async (): Promise<number> => (await killOnce({ at: 'step', step: -1 })).steps

/** Runs kills, so many side by side, and gives the result of each. */
export async function runKills(
  kills: readonly Kill[],
  sideBySide: number,
  onResult: (result: KillResult, kill: Kill) => void,
): Promise<void> {
  const waiting = [...kills]
  const worker = async (): Promise<void> => {
    for (let kill = waiting.shift(); kill !== undefined; kill = waiting.shift()) onResult(await killOnce(kill), kill)
  }
  await Promise.all(Array.from({ length: sideBySide }, worker))
}
