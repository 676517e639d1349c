import { z } from 'zod'
import type { DeviceRow, KeptApart } from '../../shared/contract/machine.ts'
import type { Device, Quarantined } from '../../shared/contract/server.ts'
import { ok, type Result, refuse } from '../../shared/kernel/result.ts'
import { type Transport, TransportError } from './sync/transport.ts'

/** The organisation's machines, as far as the person at work may see to them; the server alone knows and decides. */
export interface Machines {
  readonly list: () => Promise<Result<readonly DeviceRow[]>>
  readonly revoke: (id: string, wipe: boolean) => Promise<Result<readonly DeviceRow[]>>
  /** What the server kept apart. */
  readonly keptApart: () => Promise<Result<readonly KeptApart[]>>
}

const rowOf = ({ id, state, enteredBy, seenMs, clockSuspect, appV }: Device): DeviceRow => {
  return { id, state, enteredBy, seenMs, clockSuspect, appV }
}

/** As much of it as can be read; it may be anything. */
function readText(text: string): Pick<KeptApart, 'type' | 'actor'> {
  const named = z.object({ type: z.string().min(1).max(120), actor: z.string().min(1).max(120) })
  try {
    const read = named.safeParse(JSON.parse(text))
    return read.success ? read.data : {}
  } catch {
    // That it is no JSON is why it was kept apart.
    return {}
  }
}

const apartOf = ({ device, n, code, serverMs, text }: Quarantined): KeptApart => ({
  ...{ device, n, code, atMs: serverMs },
  ...readText(text),
})

const newestFirst = (a: DeviceRow, b: DeviceRow): number => b.seenMs - a.seenMs

const tagOf = ({ weather, code }: TransportError): string =>
  weather === 'refused' ? code : weather === 'signed_out' ? 'devices.signed_out' : 'devices.offline'

const rows = async (to: Transport, token: string): Promise<readonly DeviceRow[]> =>
  (await to.devices(token)).map(rowOf).sort(newestFirst)

/** Refusals: `devices.no_server`, `devices.offline`, `devices.signed_out`, `role.denied`, `device.unknown`. */
export function createMachines(transport: Transport | null, token: () => Promise<string>): Machines {
  const asked = async <T>(work: (to: Transport, token: string) => Promise<T>): Promise<Result<T>> => {
    if (transport === null) return refuse('devices.no_server')
    try {
      return ok(await work(transport, await token()))
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      return refuse(tagOf(error))
    }
  }
  return {
    list: () => asked(rows),
    revoke: (id, wipe) =>
      asked(async (to, token) => {
        await to.revokeDevice(token, id, wipe)
        return rows(to, token)
      }),
    keptApart: () => asked(async (to, token) => (await to.quarantine(token)).map(apartOf)),
  }
}
