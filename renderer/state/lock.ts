import { type Bridge, CoreUnreachable } from '../bridge.ts'
import { takeSession, useSession } from './session.ts'

/** Hides the screen at once and has the core tell nobody anything, in whichever window, until its person is back. */
export async function lock(bridge: Bridge): Promise<void> {
  const { session } = useSession.getState()
  if (session?.state !== 'open') return
  useSession.setState({ session: { ...session, state: 'locked' } })
  for (;;) {
    try {
      return takeSession(await bridge.client.session.lock())
    } catch (fault) {
      if (!(fault instanceof CoreUnreachable)) throw fault
      await bridge.whenOpen()
    }
  }
}
