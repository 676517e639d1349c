import type { QueryClient } from '@tanstack/react-query'
import { type Bridge, isWeather } from '../../bridge.ts'
import { timeKeeper } from '../../state/now.ts'
import { draftFrom, type IntakeDraft } from './draft.ts'
import { callFacts } from './facts.ts'
import { createKeeper } from './keeper.ts'
import { createIntake, type Intake } from './store.ts'
import { toCommands } from './toCommands.ts'

/** This window's intake, its drafts kept by the core; drafts no other window holds come back by themselves. */
export function startIntake(bridge: Bridge, queries: QueryClient): Intake {
  const intake: Intake = createIntake({
    execute: (request) => bridge.client.cases.execute(request),
    toCommands: (draft) => toCommands(draft, callFacts(queries, draft)),
    keeper: createKeeper({
      put: (id, body) => bridge.client.drafts.put({ id, body }),
      remove: (id) => bridge.client.drafts.remove({ id }),
      whenOpen: bridge.whenOpen,
      after: (run, delayMs) => {
        const timer = setTimeout(run, delayMs)
        return () => clearTimeout(timer)
      },
      report: (keeping) => intake.store.setState({ keeping }),
    }),
    isWeather,
    whenOpen: bridge.whenOpen,
    nowMs: timeKeeper.nowMs,
    newId: () => crypto.randomUUID(),
  })
  void holdOwn(intake)
  void restoreDrafts(bridge, intake)
  return intake
}

async function restoreDrafts(bridge: Bridge, intake: Intake): Promise<void> {
  await bridge.whenOpen()
  const kept = await bridge.client.drafts.list()
  const free: IntakeDraft[] = []
  for (const { id, body } of kept) {
    const draft = draftFrom(id, body)
    if (draft !== null && (await hold(id))) free.push(draft)
  }
  if (free.length > 0) intake.restore(free)
}

/** Every draft of this window is held under its id for as long as the window lives, so that no other takes it up. */
async function holdOwn(intake: Intake): Promise<void> {
  const held = new Set<string>()
  const holdNew = async () => {
    for (const { id } of intake.store.getState().drafts) {
      if (held.has(id)) continue
      held.add(id)
      await hold(id)
    }
  }
  intake.store.subscribe(({ drafts }) => {
    if (drafts.some(({ id }) => !held.has(id))) void holdNew()
  })
  await holdNew()
}

/** Takes the window-wide lock of a draft; `false` when another window of this machine has it. */
function hold(id: string): Promise<boolean> {
  return new Promise((resolve) => {
    void navigator.locks.request(`draft:${id}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null)
      // Never settles: the lock goes when the window goes, however it goes.
      return lock === null ? undefined : new Promise<void>(() => undefined)
    })
  })
}
