import { setTimeout as wait } from 'node:timers/promises'
import { type Part, stopPart } from './child.ts'

export interface KeepDeps {
  /** Starts the part again, as it was. */
  readonly again: () => Promise<Part>
  /** Whether it ended because it was done. */
  readonly isDone: (code: number | null) => boolean
  /** It is done, or it died so often that another start would not help. */
  readonly onEnd: (code: number | null) => void
  /** Within a minute; then it is not started again. */
  readonly mostDeaths: number
  readonly say: (line: string) => void
  /** Said at each restart. */
  readonly line: string
  /** Pause before a restart. */
  readonly restartMs?: number
}

export interface Kept {
  readonly stop: () => Promise<void>
}

const defaultRestartMs = 1_000
const deathsWithinMs = 60_000

/** Keeps a part up: when it dies by itself it comes back, until it has died too often in a minute. */
export function keepPart(first: Part, deps: KeepDeps): Kept {
  let current = first
  let stopping = false
  let deaths: readonly number[] = []

  const diedTooOften = (): boolean => {
    const nowMs = performance.now()
    deaths = [...deaths.filter((atMs) => nowMs - atMs < deathsWithinMs), nowMs]
    return deaths.length >= deps.mostDeaths
  }

  const restart = async (code: number | null): Promise<void> => {
    while (!stopping) {
      if (diedTooOften()) return deps.onEnd(code)
      await wait(deps.restartMs ?? defaultRestartMs)
      if (stopping) return
      deps.say(deps.line)
      const next = await deps.again().catch((error: Error) => {
        deps.say(error.message)
        return null
      })
      if (next === null) continue
      current = next
      if (stopping) await stopPart(next)
      return watch(next)
    }
  }

  const watch = (part: Part): void => {
    part.process.once('exit', (code) => {
      if (stopping) return
      if (deps.isDone(code)) deps.onEnd(code)
      else void restart(code)
    })
  }

  watch(first)
  return {
    stop: () => {
      stopping = true
      return stopPart(current)
    },
  }
}
