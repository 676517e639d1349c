import type { ConsolePorts } from './ports.ts'
import { wipeFolder } from './wipe.ts'

/** Ends once, whoever asks; told to wipe, deletes the folder after that. */
export function createEnding({ dir, log }: Pick<ConsolePorts, 'dir' | 'log'>, endAll: () => Promise<void>) {
  const wiped = Promise.withResolvers<void>()
  let ended: Promise<void> | null = null
  const close = (): Promise<void> => {
    ended ??= endAll()
    return ended
  }
  const wipe = async (): Promise<void> => {
    log({ code: 'console.wipe' })
    await close()
    wipeFolder(dir)
    wiped.resolve()
  }
  return { close, wiped: wiped.promise, wipe: () => void wipe().catch(wiped.reject) }
}
