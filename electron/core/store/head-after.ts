import { envelopeHashes } from '../../../shared/kernel/envelope.ts'
import { receiveHlc } from '../../../shared/kernel/hlc.ts'
import type { OrderedEvent } from '../../../shared/sync/protocol.ts'
import { machineDigest } from './bytes.ts'
import type { DeviceHead } from './device.ts'

/** Our clock follows what was seen; own events that come back beyond our newest one (restored disk) move our chain on. */
export function headAfter(head: DeviceHead, item: OrderedEvent, serverMs: number): DeviceHead {
  const { device, n } = item.event
  const received = receiveHlc(head.hlc, item.event.hlc, serverMs)
  const hlc = received.ok ? received.value : head.hlc
  if (device === head.device && n > head.n)
    return { ...head, hlc, n, devHash: envelopeHashes(item.event, machineDigest).devHash }
  return hlc === head.hlc ? head : { ...head, hlc }
}
