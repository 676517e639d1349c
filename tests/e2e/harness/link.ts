import { RPCLink } from '@orpc/client/message-port'
import type { Channel } from '../../../renderer/transport.ts'

/** A channel over one port of a pair. */
export function messageLink(port: MessagePort): Channel {
  port.start()
  return { link: new RPCLink({ port }), gone: new AbortController().signal }
}
