import { gzipSync } from 'node:zlib'
import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent, fetch as undiciFetch } from 'undici'
import type { Wire } from '../sync/transport.ts'

/** How this machine reaches the server. */
export interface NetworkSettings {
  /** Address of an HTTP proxy; `none` = go straight; left out = as the environment says (`HTTPS_PROXY`, `NO_PROXY`). */
  readonly proxy?: string
  /** PEM. When given, no other authority is believed: a certificate of any public one is refused. */
  readonly ca?: string
  /** Whether what is sent and asked for travels packed; left out = unless the server is this very machine. */
  readonly packs?: boolean
}

function dispatcherFor({ proxy, ca }: NetworkSettings): Dispatcher {
  const tls = ca === undefined ? {} : { ca }
  if (proxy === 'none') return new Agent({ connect: tls })
  if (proxy === undefined) return new EnvHttpProxyAgent({ connect: tls, requestTls: tls })
  return new ProxyAgent({ uri: proxy, requestTls: tls, proxyTunnel: true })
}

const thisMachine = /^(127(\.\d+){3}|\[::1\]|localhost)$/
/** Below this a packet more or less is all it could save. */
const worthItBytes = 1024

/**
 * Packs what goes to one server. The quick level saves time on every line slower than some 350 Mbit/s; to this machine itself it
 * only costs. A body is packed once the server has said that it takes such (RFC 7694): an older one does not.
 */
function createPacking({ packs }: NetworkSettings) {
  const takers = new Set<string>()
  const isPacked = ({ hostname }: URL): boolean => packs ?? !thisMachine.test(hostname)
  return {
    pack: (url: string, init: RequestInit): RequestInit => {
      const to = new URL(url)
      if (!isPacked(to)) return { ...init, headers: { ...init.headers, 'accept-encoding': 'identity' } }
      const headers = { ...init.headers, 'accept-encoding': 'gzip' }
      const { body } = init
      if (typeof body !== 'string' || body.length < worthItBytes || !takers.has(to.origin)) return { ...init, headers }
      return { ...init, headers: { ...headers, 'content-encoding': 'gzip' }, body: gzipSync(body, { level: 1 }) }
    },
    learn: (url: string, answer: Response): void => {
      if (answer.headers.get('accept-encoding') === 'gzip') takers.add(new URL(url).origin)
    },
  }
}

/** This machine's network as the console uses it. Only the connection to the server goes this way. */
export function createWire(settings: NetworkSettings = {}): Wire {
  const dispatcher = dispatcherFor(settings)
  const packing = createPacking(settings)
  // The package's own types and those of the platform describe the same objects in different words.
  const fetch = undiciFetch as unknown as (
    url: string,
    init: Omit<RequestInit, 'dispatcher'> & { readonly dispatcher: Dispatcher },
  ) => Promise<Response>
  return {
    fetch: async (url, init) => {
      const answer = await fetch(url, { ...packing.pack(url, init), dispatcher })
      packing.learn(url, answer)
      return answer
    },
    expire: (afterMs) => AbortSignal.timeout(afterMs),
  }
}
