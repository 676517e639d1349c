import { createContext, useContext } from 'react'
import { type HostBridge, type HostEvent, hostKey } from '../../shared/contract/host.ts'
import { useQueue } from '../features/queue/store.ts'
import { usePreferences } from '../state/preferences.ts'
import { useView } from '../state/view.ts'
import type { Dispatcher } from './dispatcher.ts'

/** What Electron's preload put on the page; `null` in the browser host. */
export const hostOf = (target: object): HostBridge | null =>
  ((target as Record<string, unknown>)[hostKey] as HostBridge | undefined) ?? null

const HostContext = createContext<HostBridge | null>(null)

export const HostProvider = HostContext.Provider

/** Electron's side of the window, or `null` where the machine's own browser shows the console. */
export const useHost = (): HostBridge | null => useContext(HostContext)

function showCase(id: string): void {
  useView.getState().go('queue')
  useQueue.getState().moveTo(id, 0)
}

/** Tells the host which language its menu speaks, and does what its tray, menu and notifications ask for. */
export function followHost(host: HostBridge | null, dispatcher: Dispatcher): void {
  if (host === null) return
  const tell = () => void host.ask({ ask: 'language', language: usePreferences.getState().language }).catch(reportError)
  tell()
  usePreferences.subscribe((next, before) => {
    if (next.language !== before.language) tell()
  })
  host.follow((event: HostEvent) => {
    if (event.do === 'new_call') dispatcher.run('go.intake')
    else showCase(event.id)
  })
}
