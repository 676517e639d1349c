import type { MenuItemConstructorOptions, Notification, Tray } from 'electron'
import type { HostNews } from '../core/attention.ts'
import type { ElectronHostDeps } from './electron-deps.ts'
import type { Windows } from './electron-windows.ts'
import { type HostWords, hostWords, type Language } from './host-words.ts'

/** Everything of the console outside its windows: menu, tray, badge, notifications. */
export interface Desk {
  readonly speak: (language: Language) => void
  readonly words: () => HostWords
  readonly language: () => Language
  readonly show: (news: HostNews) => void
}

type Mark = Extract<HostNews, { kind: 'clock' }>
type Role = keyof HostWords['role']

const remindAfterMs = 5 * 60_000

function menuTemplate(words: HostWords, windows: Windows, quit: () => void): MenuItemConstructorOptions[] {
  const roles = (...names: Role[]): MenuItemConstructorOptions[] =>
    names.map((role) => ({ role, label: words.role[role] }))
  const line: MenuItemConstructorOptions = { type: 'separator' }
  return [
    {
      label: words.menu.file,
      submenu: [
        { label: words.newCall, click: () => windows.bring({ do: 'new_call' }) },
        { label: words.newWindow, click: windows.open },
        line,
        { label: words.quit, accelerator: 'CommandOrControl+Q', click: quit },
      ],
    },
    {
      label: words.menu.edit,
      submenu: [...roles('undo', 'redo'), line, ...roles('cut', 'copy', 'paste', 'selectAll')],
    },
    {
      label: words.menu.view,
      submenu: [...roles('zoomIn', 'zoomOut', 'resetZoom'), line, ...roles('togglefullscreen')],
    },
    { label: words.menu.window, submenu: roles('minimize', 'close') },
  ]
}

const trayTemplate = (words: HostWords, windows: Windows, quit: () => void): MenuItemConstructorOptions[] => [
  { label: words.open, click: windows.raise },
  { label: words.newCall, click: () => windows.bring({ do: 'new_call' }) },
  { type: 'separator' },
  { label: words.quit, click: quit },
]

/** Number of the case and name of the clock; nothing of the customer. */
function notice({ electron, memory }: ElectronHostDeps, mark: Mark, words: HostWords, language: Language) {
  const clock = words.clock[mark.clock] ?? words.anyClock
  const time = new Date(mark.dueAtMs).toLocaleTimeString(language, {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  })
  return new electron.Notification({
    silent: memory.read().notices === 'silent',
    title: words[mark.state](mark.number, clock),
    body: words.due(time),
    urgency: mark.state === 'breached' ? 'critical' : 'normal',
    actions: [
      { type: 'button', text: words.openCase },
      { type: 'button', text: words.remindLater },
    ],
  })
}

function createNotices(deps: ElectronHostDeps, windows: Windows, desk: Pick<Desk, 'words' | 'language'>) {
  /** One nobody holds on to is collected, and its answer with it. */
  const shown = new Set<Notification>()
  return function show(mark: Mark): void {
    if (deps.memory.read().notices === 'off' || !deps.electron.Notification.isSupported()) return
    const note = notice(deps, mark, desk.words(), desk.language())
    const open = () => windows.bring({ do: 'show_case', id: mark.case })
    const forget = () => void shown.delete(note)
    note.on('click', () => {
      forget()
      open()
    })
    note.on('action', ({ actionIndex }) => {
      forget()
      if (actionIndex === 0) open()
      else setTimeout(() => show(mark), remindAfterMs).unref()
    })
    note.on('close', forget)
    note.on('failed', forget)
    shown.add(note)
    note.show()
  }
}

function showBadge({ electron, lateIconFile }: ElectronHostDeps, windows: Windows, count: number, words: string): void {
  electron.app.setBadgeCount(count)
  if (process.platform !== 'win32') return
  const dot = count === 0 ? null : electron.nativeImage.createFromPath(lateIconFile)
  for (const window of windows.all()) window.setOverlayIcon(dot, words)
}

const trayPixels = 18

export function createDesk(deps: ElectronHostDeps, windows: Windows): Desk {
  const { app, Menu, Tray, nativeImage } = deps.electron
  const quit = () => app.quit()
  let language: Language = deps.memory.read().language ?? 'zh-CN'
  let late = 0
  const words = () => hostWords[language]
  const tray: Tray = new Tray(
    nativeImage.createFromPath(deps.iconFile).resize({ width: trayPixels, height: trayPixels }),
  )
  tray.on('click', windows.raise)
  const showLate = () => {
    tray.setToolTip(`${words().product} · ${words().late(late)}`)
    showBadge(deps, windows, late, words().late(late))
  }
  const label = () => {
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(words(), windows, quit)))
    tray.setContextMenu(Menu.buildFromTemplate(trayTemplate(words(), windows, quit)))
    showLate()
  }
  const notify = createNotices(deps, windows, { words, language: () => language })
  label()
  return {
    words,
    language: () => language,
    speak: (next) => {
      if (next === language) return
      language = next
      deps.memory.write({ language: next })
      label()
    },
    show: (news) => {
      if (news.kind === 'ring') windows.raise()
      else if (news.kind === 'clock') notify(news)
      else {
        late = news.count
        showLate()
      }
    },
  }
}
