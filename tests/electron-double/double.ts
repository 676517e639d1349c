import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { type Declared, readDeclared } from './declared.ts'
import { type DeskWorld, deskParts, deskWorld } from './desk-parts.ts'

/** One call the program made on Electron, in order. */
export interface Call {
  readonly on: string
  readonly name: string
  readonly args: readonly unknown[]
}

type When = 'any' | 'before_ready' | 'after_ready'
export interface Part {
  readonly type: string
  /** What the double does; members that are not here throw even though Electron has them. */
  readonly does: Readonly<Record<string, unknown>>
  readonly when?: Readonly<Record<string, When>>
  readonly emitter?: EventEmitter
}

const declared: Declared = readDeclared()

/**
 * A double of Electron made from the members electron.d.ts declares. It fails on what Electron does not have, on what this
 * process may not import, on an event nobody emits, and on calls before (or, where that is the rule, after) `ready`.
 */
export class ElectronDouble {
  readonly calls: Call[] = []
  readonly windows: FakeWindow[] = []
  readonly cores: FakeCore[] = []
  /** What stands around the windows, to look at and to set up. */
  readonly world: DeskWorld = deskWorld()
  readonly app = new EventEmitter()
  quitAsked = 0
  readonly exitCodes: number[] = []
  gotLock = true
  isPackaged = false
  private isReady = false
  private readonly process: 'Main' | 'Renderer' | 'Utility'
  private resolveReady: () => void = () => undefined
  private readonly whenReady = new Promise<void>((done) => {
    this.resolveReady = done
  })

  constructor(process: 'Main' | 'Renderer' | 'Utility' = 'Main') {
    this.process = process
  }

  /** Electron says it is ready. */
  async ready(): Promise<void> {
    this.isReady = true
    this.resolveReady()
    await new Promise((done) => setImmediate(done))
  }

  callsTo(on: string, name: string): readonly Call[] {
    return this.calls.filter((call) => call.on === on && call.name === name)
  }

  /** What `import electron` gives in this process. */
  get electron(): unknown {
    const parts: Readonly<Record<string, unknown>> = {
      app: this.guard(this.appPart()),
      BrowserWindow: this.windowClass(),
      MessageChannelMain: FakeChannel,
      protocol: this.guard(this.protocolPart()),
      session: this.guard(this.sessionPart()),
      utilityProcess: this.forkPart(),
      ...deskParts(this, this.world),
      ...this.rendererParts(),
    }
    const exports = declared.exports(this.process)
    return new Proxy(parts, {
      get: (target, name) => {
        if (!exports.has(String(name)))
          throw new Error(`electron.${String(name)} cannot be imported in ${this.process}`)
        if (!(String(name) in target)) throw new Error(`the double does not know electron.${String(name)} yet`)
        return target[String(name)]
      },
    })
  }

  /** Wraps a part so that only declared members answer, at their time, and every call is written down. */
  guard<T extends object>(part: Part): T {
    const members = declared.members(part.type)
    return new Proxy(part.does, {
      get: (does, key) => {
        const name = String(key)
        if (key === 'then' || typeof key === 'symbol') return undefined
        if (!members.has(name)) throw new Error(`electron.d.ts declares no ${part.type}.${name}`)
        this.checkTime(part, name)
        if (part.emitter && (name === 'on' || name === 'once')) return this.listen(part, name)
        if (!(name in does)) throw new Error(`the double does not know ${part.type}.${name} yet`)
        return this.record(part.type, name, does[name])
      },
      set: (_does, key) => {
        throw new Error(`the double does not let ${part.type}.${String(key)} be set`)
      },
    }) as T
  }

  private checkTime(part: Part, name: string): void {
    const when = part.when?.[name] ?? 'any'
    if (when === 'after_ready' && !this.isReady) throw new Error(`${part.type}.${name} before ready`)
    if (when === 'before_ready' && this.isReady) throw new Error(`${part.type}.${name} after ready`)
  }

  private record(on: string, name: string, member: unknown): unknown {
    if (typeof member !== 'function') return member
    return (...args: unknown[]) => {
      this.calls.push({ on, name, args })
      return member(...args)
    }
  }

  private listen(part: Part, name: 'on' | 'once') {
    const events = declared.events(part.type)
    return (event: string, listener: (...args: unknown[]) => void) => {
      if (!events.has(event)) throw new Error(`electron.d.ts declares no event ${part.type} '${event}'`)
      part.emitter?.[name](event, listener)
    }
  }

  private appPart(): Part {
    return {
      type: 'App',
      emitter: this.app,
      when: { enableSandbox: 'before_ready', setPath: 'before_ready' },
      does: {
        isPackaged: this.isPackaged,
        whenReady: () => this.whenReady,
        enableSandbox: () => undefined,
        requestSingleInstanceLock: () => this.gotLock,
        setPath: () => undefined,
        setAsDefaultProtocolClient: () => true,
        setBadgeCount: () => true,
        getLoginItemSettings: () => ({ openAtLogin: this.world.startsAtLogin }),
        setLoginItemSettings: ({ openAtLogin = false }) => {
          this.world.startsAtLogin = openAtLogin
        },
        exit: (code: number) => void this.exitCodes.push(code),
        quit: () => {
          this.quitAsked++
        },
      },
    }
  }

  private protocolPart(): Part {
    return {
      type: 'Protocol',
      when: { handle: 'after_ready', registerSchemesAsPrivileged: 'before_ready' },
      does: { handle: () => undefined, registerSchemesAsPrivileged: () => undefined },
    }
  }

  private sessionPart(): Part {
    const session = this.guard({
      type: 'Session',
      does: {
        setPermissionRequestHandler: () => undefined,
        setPermissionCheckHandler: () => undefined,
        setDevicePermissionHandler: () => undefined,
        setSpellCheckerEnabled: () => undefined,
      },
    })
    // The module `session` declares its own members in an inline type; only the ready rule is checked here.
    return { type: 'Session', when: { defaultSession: 'after_ready' }, does: { defaultSession: session } }
  }

  private windowClass(): unknown {
    const open = (options: unknown) => {
      this.demandReady('new BrowserWindow')
      const window = new FakeWindow(this, options)
      this.windows.push(window)
      this.app.emit('web-contents-created', {}, window.seenContents)
      return window.seen
    }
    const all = () => this.windows.filter((window) => !window.isClosed).map((window) => window.seen)
    const of = (contents: object) => this.windows.find((window) => window.seenContents === contents)?.seen ?? null
    return class {
      static getAllWindows = all
      static getFocusedWindow = () => null
      static fromWebContents = of
      constructor(options: unknown) {
        // A constructor that returns an object hands out that object instead of itself.
        // biome-ignore lint/correctness/noConstructorReturn: the guarded window must be what `new` gives
        return open(options) as object
      }
    }
  }

  /** What a sandboxed preload gets. */
  private rendererParts(): Readonly<Record<string, unknown>> {
    if (this.process !== 'Renderer') return {}
    return {
      contextBridge: this.guard({ type: 'ContextBridge', does: { exposeInMainWorld: () => undefined } }),
      ipcRenderer: this.guard({
        type: 'IpcRenderer',
        does: { on: () => undefined, invoke: () => Promise.resolve('answered') },
      }),
    }
  }

  /** Fails on what may only be done after `ready`. */
  demandReady(what: string): void {
    if (!this.isReady) throw new Error(`${what} before ready`)
  }

  private forkPart(): unknown {
    return {
      fork: (file: string, args: readonly string[], options: unknown) => {
        this.demandReady('utilityProcess.fork')
        const core = new FakeCore(this, file, args, options)
        this.cores.push(core)
        return core.seen
      },
    }
  }
}

/** A window as the program sees it (`seen`) and as the test drives it (`contents`). */
export class FakeWindow {
  readonly contents = new EventEmitter()
  readonly window = new EventEmitter()
  readonly posted: { readonly channel: string; readonly ports: readonly MessagePort[] }[] = []
  readonly sent: { readonly channel: string; readonly message: unknown }[] = []
  readonly options: unknown
  readonly seen: object
  readonly seenContents: object
  /** How printing on paper ends: `null` = well, else the reason. */
  printFailure: string | null = null
  isClosed = false
  openHandler: ((details: { url: string }) => unknown) | undefined

  constructor(double: ElectronDouble, options: unknown) {
    this.options = options
    this.seenContents = double.guard({
      type: 'WebContents',
      emitter: this.contents,
      does: {
        setWindowOpenHandler: (handler: (details: { url: string }) => unknown) => {
          this.openHandler = handler
        },
        postMessage: (channel: string, _message: unknown, ports: readonly MessagePort[]) => {
          this.posted.push({ channel, ports })
        },
        send: (channel: string, message: unknown) => void this.sent.push({ channel, message }),
        reload: () => undefined,
        setZoomFactor: () => undefined,
        print: (_options: unknown, done: (isDone: boolean, reason: string) => void) =>
          done(this.printFailure === null, this.printFailure ?? ''),
        printToPDF: () => Promise.resolve(Buffer.from('%PDF-1.7 a page')),
      },
    })
    this.seen = double.guard({
      type: 'BrowserWindow',
      emitter: this.window,
      does: {
        webContents: this.seenContents,
        getNormalBounds: () => ({ x: 10, y: 20, width: 1200, height: 700 }),
        loadURL: () => Promise.resolve(),
        isMinimized: () => true,
        restore: () => undefined,
        focus: () => undefined,
        show: () => undefined,
        setOverlayIcon: () => undefined,
      },
    })
  }
}

/** A utility process as the program sees it and as the test drives it. */
export class FakeCore {
  readonly events = new EventEmitter()
  readonly posted: { readonly message: { readonly do: string }; readonly ports: readonly MessagePort[] }[] = []
  readonly file: string
  readonly args: readonly string[]
  readonly options: unknown
  readonly seen: object

  constructor(double: ElectronDouble, file: string, args: readonly string[], options: unknown) {
    this.file = file
    this.args = args
    this.options = options
    this.seen = double.guard({
      type: 'UtilityProcess',
      emitter: this.events,
      does: {
        postMessage: (message: { readonly do: string }, ports: readonly MessagePort[] = []) => {
          this.posted.push({ message, ports })
        },
      },
    })
  }
}

class FakeChannel {
  readonly port1: MessagePort
  readonly port2: MessagePort
  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = port1
    this.port2 = port2
  }
}
