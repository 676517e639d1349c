import { describe, expect, it } from 'vitest'
import { findNetworkGlobals } from './network.ts'

describe('network globals', () => {
  const found = (path: string, text: string): readonly string[] =>
    findNetworkGlobals([{ path, text }]).map(({ what }) => what)

  it.each([
    'export const a = () => fetch("/x")',
    'export const a = new WebSocket("ws://x")',
    'export const a = new EventSource("/x")',
    'export const a = globalThis.fetch',
    'export const a = window["fetch"]',
    'export const a = { fetch }',
    'const { fetch: get } = globalThis\nexport const a = get',
    'export class A extends WebSocket {}',
    'const inner = (fetch: () => void) => fetch()\nexport const a = inner(() => fetch("/x"))',
  ])('%s is refused outside transport.ts', (text) => {
    expect(found('electron/core/sync/engine.ts', text)).toHaveLength(1)
    expect(found('electron/core/sync/transport.ts', text)).toEqual([])
  })

  it.each([
    'export const a = (fetch: typeof globalThis.fetch) => fetch("/x")',
    'export interface A { readonly fetch: typeof fetch; readonly socket: WebSocket }',
    'import { WebSocket } from "./port.ts"\nexport const a = WebSocket',
    'export const a = (port: { fetch: () => void }) => port.fetch()',
  ])('%s is no use of the global', (text) => {
    expect(found('electron/core/sync/engine.ts', text)).toEqual([])
  })
})
