import { useState } from 'react'
import type { SessionState } from '../../../shared/contract/session.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import { CoreUnreachable } from '../../bridge.ts'
import { asRefusal } from '../../state/execute.ts'
import { timeKeeper } from '../../state/now.ts'
import { takeSession } from '../../state/session.ts'

type Answer = SessionState | { readonly refusal: Parameters<typeof asRefusal>[0] }

export interface Fault {
  readonly refusal: Refusal
  /** No other try before that, epoch milliseconds. */
  readonly waitUntilMs: number
}

/** One try to come in at a time, what came of it, and how long another one has to wait. */
export interface Entry {
  readonly busy: boolean
  readonly fault: Fault | null
  readonly enter: (ask: () => Promise<Answer>) => void
}

const faultOf = (refusal: Refusal): Fault => ({
  refusal,
  waitUntilMs: timeKeeper.nowMs() + Number(refusal.detail?.['waitMs'] ?? 0),
})

export function useEntry(): Entry {
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault | null>(null)
  const enter = async (ask: () => Promise<Answer>): Promise<void> => {
    setBusy(true)
    setFault(null)
    try {
      const answer = await ask()
      if ('refusal' in answer) setFault(faultOf(asRefusal(answer.refusal)))
      else takeSession(answer)
    } catch (error) {
      setFault(faultOf({ tag: 'core.away' }))
      if (!(error instanceof CoreUnreachable)) reportError(error)
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    fault,
    enter: (ask) => {
      if (!busy && (fault?.waitUntilMs ?? 0) <= timeKeeper.nowMs()) void enter(ask)
    },
  }
}
