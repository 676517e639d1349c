import { contextBridge, ipcRenderer } from 'electron'
import { consolePort, type HostBridge, type HostEvent, hostEvents, hostKey } from '../shared/contract/host.ts'

declare const window: {
  readonly location: { readonly origin: string }
  postMessage: (message: string, target: string, ports: readonly object[]) => void
}

/** Hands the core's port to the page. */
ipcRenderer.on(consolePort, (event) => {
  window.postMessage(consolePort, window.location.origin, event.ports)
})

/** Beside the port two functions cross, and no object of Electron or Node. */
const bridge: HostBridge = {
  ask: (ask) => ipcRenderer.invoke(hostKey, ask),
  follow: (take) => void ipcRenderer.on(hostEvents, (_event, event: HostEvent) => take(event)),
}
contextBridge.exposeInMainWorld(hostKey, bridge)
