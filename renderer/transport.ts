import type { ClientContext, ClientLink } from '@orpc/client'
import { RPCLink as MessagePortLink } from '@orpc/client/message-port'
import { RPCLink as WebSocketLink } from '@orpc/client/websocket'
import { consolePort } from '../shared/contract/host.ts'

/** One live way to the core. `gone` is aborted when it has ended for good; a new one has to be opened then. */
export interface Channel {
  readonly link: ClientLink<ClientContext>
  readonly gone: AbortSignal
}

/** Opens a way to the core; `null` when there is none just now. */
export type OpenChannel = () => Promise<Channel | null>

/** The browser host's way: a socket to where the page came from, let in by the page's cookie. */
function webSocketChannel(location: Location): OpenChannel {
  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`
  return () =>
    new Promise((resolve) => {
      const websocket = new WebSocket(address)
      const end = new AbortController()
      websocket.addEventListener('close', () => {
        end.abort()
        resolve(null)
      })
      websocket.addEventListener('open', () => resolve({ link: new WebSocketLink({ websocket }), gone: end.signal }))
    })
}

/**
 * Electron's way: the preload hands over a port when the page has loaded, and another one whenever the core was started
 * again. A port tells of its end only where the browser engine has the `close` event; a newer port ends the older one.
 */
function messagePortChannel(target: Window): OpenChannel {
  const waiting: ((port: MessagePort) => void)[] = []
  const arrived: MessagePort[] = []
  let endPrevious: () => void = () => undefined

  target.addEventListener('message', (event: MessageEvent<unknown>) => {
    const port = event.ports[0]
    if (event.source !== target || event.data !== consolePort || port === undefined) return
    endPrevious()
    const taker = waiting.shift()
    if (taker) taker(port)
    else arrived.splice(0, arrived.length, port)
  })

  const nextPort = () =>
    new Promise<MessagePort>((resolve) => {
      const ready = arrived.pop()
      if (ready) resolve(ready)
      else waiting.push(resolve)
    })

  return async () => {
    const port = await nextPort()
    const end = new AbortController()
    port.addEventListener('close', () => end.abort())
    // The link listens for the same event, and ends its streams by it.
    endPrevious = () => port.dispatchEvent(new Event('close'))
    port.start()
    return { link: new MessagePortLink({ port }), gone: end.signal }
  }
}

/** The way that fits the page: pages of the browser host come over HTTP, those of Electron by a scheme of their own. */
export const channelFor = (target: Window): OpenChannel =>
  target.location.protocol.startsWith('http') ? webSocketChannel(target.location) : messagePortChannel(target)
