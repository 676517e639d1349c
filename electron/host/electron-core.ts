import { RPCHandler } from '@orpc/server/message-port'
import type { ParentPort } from 'electron'
import { openNodeConsole } from '../core/node-ports.ts'
import { readOptions } from '../start/options.ts'

/**
 * The core as a utility process: each window's port arrives from the main process and carries the console's contract from
 * then on; `stop` flushes and ends. Decision 0001.
 */
export async function runElectronCore(
  parentPort: ParentPort,
  flags: readonly string[],
  threadsUrl: URL,
): Promise<void> {
  const opened = await openNodeConsole(readOptions(flags, process.env), threadsUrl)
  if (!opened.ok) throw new Error(opened.error.tag)
  const handler = new RPCHandler(opened.value.router)
  parentPort.on('message', ({ data, ports }) => {
    if (data === 'stop') void opened.value.close().then(() => process.exit(0))
    const port = ports[0]
    if (data !== 'window' || !port) return
    handler.upgrade(port, { context: {} })
    port.start()
  })
}
