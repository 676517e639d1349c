import { accessSync, constants, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'

function hasMemory(): boolean {
  try {
    accessSync(memory, constants.W_OK)
    return true
  } catch {
    return false // not Linux, or a container without it
  }
}

/**
 * A folder of its own for the consoles' files, in memory where there is some: a simulated power cut ends the process's part at a call
 * and never drops what the kernel holds, so waiting for a real disk finds nothing and took half of the time.
 */
export const simFolder = (): string => mkdtempSync(join(hasMemory() ? memory : tmpdir(), 'redress-sim-'))
