import { RPCHandler } from '@orpc/server/message-port'
import type { ParentPort } from 'electron'
import { readOptions } from '../start/options.ts'
import { openHostedCore } from './core-for-hosts.ts'

/**
 * The core as a utility process: each window's port arrives from the main process and carries the console's contract from
 * then on; `stop` flushes and ends. Ends with code 1 when the console cannot be opened. Decision 0001.
 */
export async function runElectronCore(
  parentPort: ParentPort,
  flags: readonly string[],
  threadsUrl: URL,
): Promise<void> {
  const core = await openHostedCore(readOptions(flags, process.env), threadsUrl)
  if (!core) process.exit(1)
  const handler = new RPCHandler(core.console.router)
  parentPort.on('message', ({ data, ports }) => {
    if (data === 'stop') void core.close().then(() => process.exit(0))
    const port = ports[0]
    if (data !== 'window' || !port) return
    handler.upgrade(port, { context: {} })
    port.start()
  })
}
