import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { faultOf } from '../core/store/fault.ts'

/**
 * The port a console listened on last. A page's settings belong to its address: keeping the port keeps language and theme over
 * a restart. Anything but a plain port number counts as none.
 */
export function readKeptPort(folder: string): number {
  try {
    const port = Number(readFileSync(join(folder, 'port'), 'utf8'))
    return Number.isInteger(port) && port > 1023 && port < 65_536 ? port : 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}

export const keepPort = (folder: string, port: number): void => keepSmallFile(join(folder, 'port'), String(port))

/**
 * Writes what makes the next start more comfortable; unchanged text is not written again. On a full disk the text is not kept,
 * and the start goes on.
 */
export function keepSmallFile(file: string, text: string): void {
  try {
    if (existsSync(file) && readFileSync(file, 'utf8') === text) return
    writeFileSync(file, text, { mode: 0o600 })
  } catch (error) {
    if (faultOf(error) !== 'store.disk_full') throw error
  }
}

/** Tries the wanted port, and any free one when somebody else has it. */
export async function listenNear<T>(wanted: number, listen: (port: number) => Promise<T>): Promise<T> {
  try {
    return await listen(wanted)
  } catch (error) {
    if (wanted === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return listen(0)
  }
}
