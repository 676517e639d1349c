import type { MessagePortMain, UtilityProcess } from 'electron'
import type { FromCore, ToCore } from './core-messages.ts'
import type { ElectronHostDeps } from './electron-deps.ts'

export interface CoreLife {
  /** What is sent while the core is being started again waits for it. */
  readonly send: (message: ToCore, ports?: MessagePortMain[]) => void
  /** Resolves when the core has flushed and ended, or after `flushMs`. */
  readonly stop: () => Promise<void>
}

export interface CoreWatch {
  readonly machineKey: string | null
  readonly onMessage: (message: FromCore) => void
  /** Another core runs now. */
  readonly onRestart: () => void
  /** It dies again and again: `again` = the person wants another try. */
  readonly onGivenUp: (again: () => void) => void
}

/** Largest wait for the core to write what it holds before the program ends. */
const flushMs = 5_000
/** Wait before a core that died is started again. */
const restartMs = 500
/** This many deaths within this time, and a person is asked. */
const mostDeaths = 5
const deathsWithinMs = 60_000

/** Keeps one core alive. The windows keep their drafts meanwhile, and the screens say that the core is gone. Decision 0001. */
export function startCoreLife(deps: ElectronHostDeps, watch: CoreWatch): CoreLife {
  let stopping = false
  let deaths: readonly number[] = []
  let core: UtilityProcess | null = null
  let waiting: (readonly [ToCore, MessagePortMain[]])[] = []

  const start = (): UtilityProcess => {
    const started = deps.electron.utilityProcess.fork(deps.coreFile, [...deps.flags], {
      serviceName: 'redress-core',
      stdio: 'inherit',
    })
    started.on('message', (message: FromCore) => watch.onMessage(message))
    started.once('exit', died)
    started.postMessage({ do: 'start', machineKey: watch.machineKey } satisfies ToCore)
    for (const [message, ports] of waiting.splice(0)) started.postMessage(message, ports)
    core = started
    return started
  }

  const startAgain = (): void => {
    if (stopping) return
    start()
    watch.onRestart()
  }

  const died = (): void => {
    core = null
    if (stopping) return
    const nowMs = deps.monoMs()
    deaths = [...deaths.filter((atMs) => nowMs - atMs < deathsWithinMs), nowMs]
    if (deaths.length < mostDeaths) setTimeout(startAgain, restartMs)
    else {
      deaths = []
      watch.onGivenUp(startAgain)
    }
  }

  start()
  return {
    send: (message, ports = []) => {
      if (core) core.postMessage(message, ports)
      // A port leads to one core only; the windows get new ones.
      else if (message.do !== 'window') waiting = [...waiting, [message, ports]]
    },
    stop: () => {
      stopping = true
      const running = core
      if (running === null) return Promise.resolve()
      return new Promise((done) => {
        const timer = setTimeout(done, flushMs)
        running.once('exit', () => {
          clearTimeout(timer)
          done()
        })
        running.postMessage({ do: 'stop' } satisfies ToCore)
      })
    },
  }
}
