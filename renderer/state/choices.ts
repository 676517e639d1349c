import { create } from 'zustand'
import type { Choices } from '../../shared/contract/console.ts'
import type { Bridge } from '../bridge.ts'
import { useSession } from './session.ts'

const noChoices: Choices = { keys: {}, singleKeys: true }

/** What the person at work has chosen for themselves, on whichever window they sign in; kept by the core. */
export const useChoices = create<Choices>()(() => noChoices)

/** What the core keeps of the person at work. */
export const readChoices = async (bridge: Bridge): Promise<void> =>
  useChoices.setState(await bridge.client.choices.get())

/** Reads the choices of whoever signs in, for the life of the window. */
export function followChoices(bridge: Bridge, report: (fault: unknown) => void): void {
  useSession.subscribe(({ session }, before) => {
    if (session?.actor?.id === before.session?.actor?.id) return
    if (session?.actor === undefined) useChoices.setState(noChoices)
    else void readChoices(bridge).catch(report)
  })
}

/** Takes a choice at once and keeps it; `false` = it holds in this window but could not be kept. */
export async function choose(bridge: Bridge, change: Partial<Choices>): Promise<boolean> {
  useChoices.setState(change)
  const { keys, singleKeys } = useChoices.getState()
  try {
    await bridge.client.choices.put({ keys, singleKeys })
    return true
  } catch {
    // The core is away: the window goes on with the choice and says that it is not kept yet.
    return false
  }
}
