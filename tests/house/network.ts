import { globalUse } from './globals.ts'
import { type Finding, judgeNodes } from './source.ts'
import type { SourceText } from './tree.ts'

/** Globals that open a connection. */
const openers = [
  'fetch',
  'WebSocket',
  'WebSocketStream',
  'EventSource',
  'XMLHttpRequest',
  'RTCPeerConnection',
  'WebTransport',
]

const isTransport = (path: string): boolean => /(^|\/)transport\.ts$/.test(path)

/** Uses of a network global outside `transport.ts`: the half of the rule an import fence cannot see. */
export function findNetworkGlobals(files: readonly SourceText[]): readonly Finding[] {
  const judged = files.filter(({ path }) => !isTransport(path))
  return judgeNodes(judged, (node) => {
    const name = globalUse(node)
    return name !== null && openers.includes(name) ? `${name} outside a transport.ts` : null
  })
}
