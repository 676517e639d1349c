import { afterEach, describe, expect, it, vi } from 'vitest'
import { type HostBridge, hostEvents, hostKey } from '../../../shared/contract/host.ts'
import { ElectronDouble } from '../../electron-double/double.ts'

afterEach(() => vi.unstubAllGlobals())

function exposed(double: ElectronDouble): [string, HostBridge] {
  const [call] = double.callsTo('ContextBridge', 'exposeInMainWorld')
  if (!call) throw new Error('nothing was exposed')
  return call.args as unknown as [string, HostBridge]
}

describe('the preload', () => {
  it('hands over the port and two functions, and no object of Electron', async () => {
    const double = new ElectronDouble('Renderer')
    const posted: unknown[][] = []
    vi.stubGlobal('window', {
      location: { origin: 'app://console' },
      postMessage: (...args: unknown[]) => posted.push(args),
    })
    const { contextBridge, ipcRenderer } = double.electron as Record<string, object>
    vi.doMock('electron', () => ({ contextBridge, ipcRenderer }))
    await import('../../../electron/preload.ts')
    const [name, bridge] = exposed(double)
    expect(name).toBe(hostKey)
    expect(Object.entries(bridge).map(([key, value]) => [key, typeof value])).toEqual([
      ['ask', 'function'],
      ['follow', 'function'],
    ])
    expect(await bridge.ask({ ask: 'settings' })).toBe('answered')
    expect(double.callsTo('IpcRenderer', 'invoke')[0]?.args).toEqual([hostKey, { ask: 'settings' }])

    const listeners = () =>
      new Map(double.callsTo('IpcRenderer', 'on').map(({ args }) => args as [string, (...given: unknown[]) => void]))
    const got: unknown[] = []
    bridge.follow((event) => got.push(event))
    listeners().get(hostEvents)?.({ sender: 'kept back' }, { do: 'new_call' })
    expect(got).toEqual([{ do: 'new_call' }])
    listeners().get('console-port')?.({ ports: ['port'] })
    expect(posted).toEqual([['console-port', 'app://console', ['port']]])
  })
})
