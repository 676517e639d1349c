import type { Bridge } from '../bridge.ts'

interface Battery extends EventTarget {
  readonly charging: boolean
}
interface Line extends EventTarget {
  readonly saveData?: boolean
  readonly type?: string
}
/** What Chromium tells of the machine; other engines tell nothing, and nothing is saved then. */
export interface Machine {
  readonly getBattery?: () => Promise<Battery>
  readonly connection?: Line
}

const isMetered = (line: Line | undefined): boolean => line?.saveData === true || line?.type === 'cellular'

/** Tells the core when this machine comes to run on battery or on a line paid by the byte, and when it no longer does. */
export async function followSurroundings(bridge: Bridge, machine: Machine): Promise<void> {
  const battery = await machine.getBattery?.()
  const tell = (): void => {
    const now = { onBattery: battery?.charging === false, metered: isMetered(machine.connection) }
    // A core that is away asks nothing of the line either; the next change is told again.
    bridge.client.sync.surroundings(now).catch(reportError)
  }
  battery?.addEventListener('chargingchange', tell)
  machine.connection?.addEventListener('change', tell)
  tell()
}
