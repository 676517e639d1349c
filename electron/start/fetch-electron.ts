import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { busyCode } from './electron-binary.ts'
import { takeFetchLock } from './fetch-lock.ts'
import { downloadElectron } from './transport.ts'

/**
 * A process of its own, which outlives the start that wanted it: downloads Electron, says `bytes` when the first ones are here, and
 * lets Electron's own installer put the checked archive in place. Arguments: root of the project, lock file.
 */
const [root = '', lockFile = ''] = process.argv.slice(2)

/** Who started us may be gone by now. */
function sayBytes(): void {
  if (process.connected) process.send?.('bytes', () => undefined)
}

async function fetchOnce(): Promise<number> {
  const lock = takeFetchLock(lockFile)
  if (lock === null) return busyCode
  try {
    await downloadElectron(process.env, sayBytes)
    const installer = join(root, 'node_modules', 'electron', 'install.js')
    return spawnSync(process.execPath, [installer], { stdio: 'ignore' }).status ?? 1
  } finally {
    lock.release()
  }
}

fetchOnce().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`)
    process.exit(1)
  },
)
