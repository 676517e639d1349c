import { z } from 'zod'

/**
 * What a page asks of the Electron host itself, through its preload: things of the window and the machine, never of a case. The
 * browser host has none of it. Main checks who asks and what.
 */
export const HostAskSchema = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('settings') }),
  /** The key that brings the console up from anywhere, spelled as the screens do (`Ctrl+Shift+F2`); `null` = none. */
  z.strictObject({ ask: z.literal('shortcut'), stroke: z.string().min(1).max(40).nullable() }),
  z.strictObject({ ask: z.literal('autostart'), on: z.boolean() }),
  /** How clocks that run out are told outside the window. */
  z.strictObject({ ask: z.literal('notices'), as: z.enum(['sound', 'silent', 'off']) }),
  z.strictObject({ ask: z.literal('zoom'), percent: z.int().min(90).max(200) }),
  /** The language of menu, tray and notifications. */
  z.strictObject({ ask: z.literal('language'), language: z.enum(['zh-CN', 'zh-TW', 'en']) }),
  /** Prints what the page shows for print. `name`: of the file, without ending. */
  z.strictObject({ ask: z.literal('print'), as: z.enum(['paper', 'pdf']), name: z.string().regex(/^[\w-]{1,60}$/) }),
])
export type HostAsk = z.infer<typeof HostAskSchema>
