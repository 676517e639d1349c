import type { DeviceRow } from '../../shared/contract/machine.ts'
import type { Device } from '../../shared/contract/server.ts'
import { ok, type Result, refuse } from '../../shared/kernel/result.ts'
import { type Transport, TransportError } from './sync/transport.ts'

/** The organisation's machines, as far as the person at work may see to them; the server alone knows and decides. */
export interface Machines {
  readonly list: () => Promise<Result<readonly DeviceRow[]>>
  readonly revoke: (id: string, wipe: boolean) => Promise<Result<readonly DeviceRow[]>>
}

const rowOf = ({ id, state, enteredBy, seenMs, clockSuspect, appV }: Device): DeviceRow => {
  return { id, state, enteredBy, seenMs, clockSuspect, appV }
}

const newestFirst = (a: DeviceRow, b: DeviceRow): number => b.seenMs - a.seenMs

const tagOf = ({ weather, code }: TransportError): string =>
  weather === 'refused' ? code : weather === 'signed_out' ? 'devices.signed_out' : 'devices.offline'

/** Refusals: `devices.no_server`, `devices.offline`, `devices.signed_out`, `role.denied`, `device.unknown`. */
export function createMachines(transport: Transport | null, token: () => Promise<string>): Machines {
  const asked = async (work: (to: Transport, token: string) => Promise<readonly Device[]>) => {
    if (transport === null) return refuse('devices.no_server')
    try {
      const rows = (await work(transport, await token())).map(rowOf)
      return ok(rows.sort(newestFirst))
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      return refuse(tagOf(error))
    }
  }
  return {
    list: () => asked((to, token) => to.devices(token)),
    revoke: (id, wipe) =>
      asked(async (to, token) => {
        await to.revokeDevice(token, id, wipe)
        return to.devices(token)
      }),
  }
}
