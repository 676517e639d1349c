import { EventEmitter } from 'node:events'
import type { ElectronDouble } from './double.ts'

/** A notification, a tray or a menu as the test looks at it and drives it. */
export interface Thing {
  readonly options: Readonly<Record<string, unknown>>
  readonly events: EventEmitter
}

interface MenuLine {
  readonly label?: string
  readonly role?: string
  readonly click?: () => void
  readonly submenu?: readonly MenuLine[]
}

/** What the machine around the program is like, and what the program put there. */
export interface DeskWorld {
  readonly power: EventEmitter
  /** Keys other programs hold, and keys Electron has no name for. */
  readonly takenKeys: Set<string>
  readonly unknownKeys: Set<string>
  readonly keys: Map<string, () => void>
  readonly notifications: Thing[]
  readonly trays: Thing[]
  readonly handlers: Map<string, (event: unknown, ask: unknown) => Promise<unknown>>
  readonly dialogs: unknown[]
  displays: readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[]
  keyStore: { available: boolean; backend: string; isLost: boolean }
  /** Button a person presses, file a person names. */
  pressed: number
  file: string
  onBattery: boolean
  startsAtLogin: boolean
}

export const deskWorld = (): DeskWorld => ({
  power: new EventEmitter(),
  takenKeys: new Set(),
  unknownKeys: new Set(),
  keys: new Map(),
  notifications: [],
  trays: [],
  handlers: new Map(),
  dialogs: [],
  displays: [{ x: 0, y: 0, width: 1920, height: 1080 }],
  keyStore: { available: true, backend: 'gnome_libsecret', isLost: false },
  pressed: 0,
  file: '',
  onBattery: false,
  startsAtLogin: false,
})

/** Labels of a menu and its submenus with what they do. */
export function menuLines(menu: unknown): ReadonlyMap<string, () => void> {
  const lines = (menu as { readonly lines: readonly MenuLine[] }).lines
  const flat = lines.flatMap((line) => [line, ...(line.submenu ?? [])])
  return new Map(flat.flatMap(({ label, click }) => (label ? [[label, click ?? (() => undefined)] as const] : [])))
}

const xor = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a))

function keyStorePart(double: ElectronDouble, { keyStore }: DeskWorld): object {
  const after = 'after_ready' as const
  return double.guard({
    type: 'SafeStorage',
    when: {
      isEncryptionAvailable: after,
      encryptString: after,
      decryptString: after,
      getSelectedStorageBackend: after,
    },
    does: {
      isEncryptionAvailable: () => keyStore.available,
      getSelectedStorageBackend: () => keyStore.backend,
      encryptString: (text: string) => xor(Buffer.from(text)),
      decryptString: (bytes: Buffer) => {
        if (keyStore.isLost) throw new Error('cannot decrypt')
        return xor(bytes).toString()
      },
    },
  })
}

function keysPart(double: ElectronDouble, world: DeskWorld): object {
  return double.guard({
    type: 'GlobalShortcut',
    when: { register: 'after_ready', unregister: 'after_ready', unregisterAll: 'after_ready' },
    does: {
      register: (key: string, press: () => void) => {
        if (world.unknownKeys.has(key)) throw new TypeError('conversion failure')
        if (world.takenKeys.has(key)) return false
        world.keys.set(key, press)
        return true
      },
      unregister: (key: string) => void world.keys.delete(key),
      unregisterAll: () => world.keys.clear(),
    },
  })
}

function dialogPart(double: ElectronDouble, world: DeskWorld): object {
  return double.guard({
    type: 'Dialog',
    when: { showMessageBox: 'after_ready', showSaveDialog: 'after_ready' },
    does: {
      showErrorBox: (title: string, content: string) => void world.dialogs.push({ title, content }),
      showMessageBox: (options: unknown) => {
        world.dialogs.push(options)
        return Promise.resolve({ response: world.pressed })
      },
      showSaveDialog: () => Promise.resolve({ canceled: world.file === '', filePath: world.file }),
    },
  })
}

/** A class of Electron's whose instances are guarded: `new` hands out the guarded object and writes it down. */
function guardedClass(make: (options: unknown) => object, statics: object = {}): unknown {
  const made = class {
    constructor(options: unknown) {
      // A constructor that returns an object hands out that object instead of itself.
      // biome-ignore lint/correctness/noConstructorReturn: the guarded object must be what `new` gives
      return make(options)
    }
  }
  return Object.assign(made, statics)
}

function notificationClass(double: ElectronDouble, world: DeskWorld): unknown {
  const make = (options: unknown): object => {
    double.demandReady('new Notification')
    const thing: Thing = { options: options as Thing['options'], events: new EventEmitter() }
    world.notifications.push(thing)
    return double.guard({ type: 'Notification', emitter: thing.events, does: { show: () => undefined } })
  }
  return guardedClass(make, { isSupported: () => true })
}

function trayClass(double: ElectronDouble, world: DeskWorld): unknown {
  return guardedClass(() => {
    double.demandReady('new Tray')
    const options: Record<string, unknown> = {}
    const thing: Thing = { options, events: new EventEmitter() }
    world.trays.push(thing)
    return double.guard({
      type: 'Tray',
      emitter: thing.events,
      does: {
        setToolTip: (text: string) => Object.assign(options, { text }),
        setContextMenu: (menu: unknown) => Object.assign(options, { menu }),
      },
    })
  })
}

/** The parts of Electron around the windows. Only for the main process; the guard refuses them elsewhere. */
export function deskParts(double: ElectronDouble, world: DeskWorld): Readonly<Record<string, unknown>> {
  const image = double.guard({ type: 'NativeImage', does: { resize: () => ({}) } })
  return {
    safeStorage: keyStorePart(double, world),
    globalShortcut: keysPart(double, world),
    dialog: dialogPart(double, world),
    Notification: notificationClass(double, world),
    Tray: trayClass(double, world),
    Menu: {
      buildFromTemplate: (lines: readonly MenuLine[]) => ({ lines }),
      setApplicationMenu: (menu: unknown) =>
        double.calls.push({ on: 'Menu', name: 'setApplicationMenu', args: [menu] }),
    },
    nativeImage: { createFromPath: () => image },
    screen: double.guard({
      type: 'Screen',
      when: { getAllDisplays: 'after_ready' },
      does: { getAllDisplays: () => world.displays.map((workArea) => ({ workArea })) },
    }),
    powerMonitor: double.guard({
      type: 'PowerMonitor',
      emitter: world.power,
      when: { isOnBatteryPower: 'after_ready', on: 'after_ready' },
      does: { isOnBatteryPower: () => world.onBattery },
    }),
    ipcMain: double.guard({
      type: 'IpcMain',
      does: {
        handle: (channel: string, handler: (event: unknown, ask: unknown) => Promise<unknown>) =>
          void world.handlers.set(channel, handler),
      },
    }),
  }
}
