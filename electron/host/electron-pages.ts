import type { App, Protocol, Session, WebContents } from 'electron'
import { type Page, pagePolicy } from './pages.ts'

const scheme = 'app'
export const address = `${scheme}://console/`

/** Before `ready`: our scheme counts as a secure origin of its own. */
export const registerPages = (protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void =>
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }])

export function servePages(protocol: Pick<Protocol, 'handle'>, pages: ReadonlyMap<string, Page>): void {
  protocol.handle(scheme, (request) => {
    const url = new URL(request.url)
    const page = url.host === 'console' ? pages.get(url.pathname === '/' ? '/index.html' : url.pathname) : undefined
    if (!page) return new Response(null, { status: 404 })
    const headers = {
      'content-type': page.mediaType,
      'content-security-policy': pagePolicy("'none'"),
      'x-content-type-options': 'nosniff',
    }
    return new Response(new Uint8Array(page.body), { headers })
  })
}

/** Nothing of the machine is a page's: no camera, place, notification, device. Copying by the person's own key needs no leave. */
export function fenceSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false)
}

/** No page but ours, no new windows, whatever any page asks, in any contents this program ever makes. */
export function fenceContents(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => fence(contents))
}

function fence(contents: WebContents): void {
  const keepHere = (event: { readonly url: string; readonly preventDefault: () => void }): void => {
    if (!event.url.startsWith(address)) event.preventDefault()
  }
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', keepHere)
  contents.on('will-frame-navigate', keepHere)
  contents.on('will-redirect', keepHere)
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

/** Whether a message comes from the page itself: its top frame, at our address. */
export function isOurPage(frame: { readonly url: string; readonly parent: unknown } | null): boolean {
  return frame !== null && frame.parent === null && frame.url.startsWith(address)
}
