import type { Refusal } from '../../shared/kernel/result.ts'
import type { HostNews } from '../core/attention.ts'

/** What Electron's main process tells the core. A port for a window travels with `window`. */
export type ToCore =
  /** First of all. `machineKey`: from the operating system's key store, base64; `null` where there is no real one. */
  | { readonly do: 'start'; readonly machineKey: string | null }
  | { readonly do: 'window' }
  /** A `redress://` link as the operating system gave it; main does not read it. */
  | { readonly do: 'call'; readonly link: string }
  | { readonly do: 'woken' }
  | { readonly do: 'battery'; readonly on: boolean }
  /** Flush and end. */
  | { readonly do: 'stop' }

/** What the core tells the main process. */
export type FromCore =
  | { readonly say: 'ready' }
  /** The password was given: windows that asked for it connect anew. */
  | { readonly say: 'unsealed' }
  | { readonly say: 'refused'; readonly refusal: Refusal }
  | { readonly say: 'news'; readonly news: HostNews }
