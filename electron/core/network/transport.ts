import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent, fetch as undiciFetch } from 'undici'
import type { Wire } from '../sync/transport.ts'

/** How this machine reaches the server. */
export interface NetworkSettings {
  /** Address of an HTTP proxy; `none` = go straight; left out = as the environment says (`HTTPS_PROXY`, `NO_PROXY`). */
  readonly proxy?: string
  /** PEM. When given, no other authority is believed: a certificate of any public one is refused. */
  readonly ca?: string
}

function dispatcherFor({ proxy, ca }: NetworkSettings): Dispatcher {
  const tls = ca === undefined ? {} : { ca }
  if (proxy === 'none') return new Agent({ connect: tls })
  if (proxy === undefined) return new EnvHttpProxyAgent({ connect: tls, requestTls: tls })
  return new ProxyAgent({ uri: proxy, requestTls: tls, proxyTunnel: true })
}

/** This machine's network as the console uses it. Only the connection to the server goes this way. */
export function createWire(settings: NetworkSettings = {}): Wire {
  const dispatcher = dispatcherFor(settings)
  // The package's own types and those of the platform describe the same objects in different words.
  const fetch = undiciFetch as unknown as (
    url: string,
    init: Omit<RequestInit, 'dispatcher'> & { readonly dispatcher: Dispatcher },
  ) => Promise<Response>
  return {
    fetch: (url, init) => fetch(url, { ...init, dispatcher }),
    expire: (afterMs) => AbortSignal.timeout(afterMs),
  }
}
