import { flushSync } from 'react-dom'
import type { IncomingCall } from '../../shared/intake/incoming-call.ts'
import { type Bridge, CoreUnreachable } from '../bridge.ts'
import type { Intake } from '../features/intake/store.ts'
import { useView } from '../state/view.ts'

/** Pause before calls are asked for again, so that a core that ends them at once is not flooded. */
const resumeMs = 500

const pause = (delayMs: number) => new Promise<void>((resolve) => setTimeout(resolve, delayMs))

/** Takes the calls that a phone system hands over, for the life of the window. Source: CALL-12. */
export async function followCalls(bridge: Bridge, take: (call: IncomingCall) => void): Promise<void> {
  for (;;) {
    await bridge.whenOpen()
    try {
      for await (const call of await bridge.client.calls()) take(call as IncomingCall)
      await pause(resumeMs)
    } catch (fault) {
      await pause(resumeMs)
      // A core that went away meanwhile is weather, and the bridge is at it already.
      if (!(fault instanceof CoreUnreachable) && bridge.reach().state === 'open') reportError(fault)
    }
  }
}

/** Shows the call as a tab of its own; the one under way stays beside it. The number is there, so the next thing is what happened. */
export function takeCall(intake: Intake, call: IncomingCall): void {
  flushSync(() => {
    intake.openCall(call)
    useView.getState().go('intake')
  })
  document.getElementById('symptom')?.focus()
}
