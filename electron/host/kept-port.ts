import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

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

export const keepPort = (folder: string, port: number): void => writeFileSync(join(folder, 'port'), String(port))

/** Tries the wanted port, and any free one when somebody else has it. */
export async function listenNear<T>(wanted: number, listen: (port: number) => Promise<T>): Promise<T> {
  try {
    return await listen(wanted)
  } catch (error) {
    if (wanted === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return listen(0)
  }
}
