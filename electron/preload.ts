import { ipcRenderer } from 'electron'

declare const window: {
  readonly location: { readonly origin: string }
  postMessage: (message: string, target: string, ports: readonly object[]) => void
}

/** Hands the core's port to the page: the one thing that crosses. The page gets no Electron or Node object. */
ipcRenderer.on('console-port', (event) => {
  window.postMessage('console-port', window.location.origin, event.ports)
})
