import { z } from 'zod'
import type { Refusal } from '../kernel/result.ts'

/**
 * What a page asks of the Electron host itself, through its preload: things of the window and the machine, never of a case. The
 * browser host has none of it. Main checks who asks and what.
 */
export const HostAskSchema = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('settings') }),
  /** The key that brings the console up from anywhere, spelled as the screens do (`Ctrl+Shift+F2`); `null` = none. */
  z.strictObject({ ask: z.literal('shortcut'), stroke: z.string().min(1).max(40).nullable() }),
  z.strictObject({ ask: z.literal('autostart'), on: z.boolean() }),
  /** The language of menu, tray and notifications. */
  z.strictObject({ ask: z.literal('language'), language: z.enum(['zh-CN', 'zh-TW', 'en']) }),
  /** Prints what the page shows for print. `name`: of the file, without ending. */
  z.strictObject({ ask: z.literal('print'), as: z.enum(['paper', 'pdf']), name: z.string().regex(/^[\w-]{1,60}$/) }),
])
export type HostAsk = z.infer<typeof HostAskSchema>

export interface HostSettings {
  readonly stroke: string | null
  /** `null` = this start cannot be had at log-in (not installed). */
  readonly autostart: boolean | null
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
