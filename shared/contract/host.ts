import type { Refusal } from '../kernel/result.ts'
import type { HostAsk } from './host-asks.ts'

// No schema here: this file is in the preload and in the first screen's code.

export interface HostSettings {
  readonly stroke: string | null
  /** `null` = this start cannot be had at log-in (not installed). */
  readonly autostart: boolean | null
  readonly notices: 'sound' | 'silent' | 'off'
  /** Of every window, percent. */
  readonly zoom: number
}

/** Refusals: `shortcut.taken`, `shortcut.needs_modifier`, `shortcut.unreadable`, `print.cancelled`, `print.failed`. */
export interface HostAnswer {
  readonly settings: HostSettings
  readonly refusal?: Refusal
}

/** What the host brings to a page: from its tray, its menu, a notification. */
export type HostEvent = { readonly do: 'new_call' } | { readonly do: 'show_case'; readonly id: string }

/** What the preload puts on the page, under `hostKey`. */
export interface HostBridge {
  readonly ask: (ask: HostAsk) => Promise<HostAnswer>
  readonly follow: (take: (event: HostEvent) => void) => void
}

/** Name of `HostBridge` on the page's window, and of the channel to main. */
export const hostKey = 'redressHost'
/** Channel of `HostEvent`. */
export const hostEvents = 'redress-host-events'
/** Channel and message that hand a page its port to the core. */
export const consolePort = 'console-port'
