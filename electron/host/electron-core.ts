import { RPCHandler } from '@orpc/server/message-port'
import type { MessagePortMain, ParentPort } from 'electron'
import { readCallLink } from '../../shared/intake/incoming-call.ts'
import type { HostGifts } from '../core/node-ports.ts'
import { readOptions } from '../start/options.ts'
import { type HostedCore, openHostedCore } from './core-for-hosts.ts'
import type { FromCore, ToCore } from './core-messages.ts'
import { osKeyStoreOf } from './machine-key.ts'

type Parent = Pick<ParentPort, 'on' | 'postMessage'>

export interface ElectronCoreDeps {
  readonly parent: Parent
  readonly flags: readonly string[]
  readonly threadsUrl?: URL
  readonly exit: (code: number) => void
}

/**
 * The core as a utility process. Main says `start` first; each window's port arrives from it and carries the console's contract
 * from then on; `stop` flushes and ends. When the console cannot be opened main is told why, and ends us. Decision 0001.
 */
export function runElectronCore(deps: ElectronCoreDeps): void {
  let core: Promise<HostedCore | null> | null = null
  let onBattery = false
  deps.parent.on('message', ({ data, ports }) => {
    const order = data as ToCore
    if (order.do === 'start') core ??= open(deps, order.machineKey, () => onBattery)
    else if (order.do === 'battery') onBattery = order.on
    else void core?.then((it) => it && carryOut(it, order, ports[0], deps.exit))
  })
}

async function open(
  { parent, flags, threadsUrl }: ElectronCoreDeps,
  machineKey: string | null,
  onBattery: () => boolean,
): Promise<HostedCore | null> {
  const say = (message: FromCore): void => parent.postMessage(message)
  const gifts: HostGifts = {
    onBattery,
    tell: (news) => say({ say: 'news', news }),
    ...(threadsUrl === undefined ? {} : { threadsUrl }),
    ...(machineKey === null ? {} : { osKeyStore: osKeyStoreOf(Buffer.from(machineKey, 'base64')) }),
  }
  const opened = await openHostedCore(readOptions(flags, process.env), gifts, () => say({ say: 'unsealed' }))
  say(opened.ok ? { say: 'ready' } : { say: 'refused', refusal: opened.error })
  return opened.ok ? opened.value : null
}

async function carryOut(
  core: HostedCore,
  order: Exclude<ToCore, { do: 'start' | 'battery' }>,
  port: MessagePortMain | undefined,
  exit: (code: number) => void,
): Promise<void> {
  if (order.do === 'window' && port) {
    new RPCHandler(core.router()).upgrade(port, { context: {} })
    port.start()
  } else if (order.do === 'call') {
    const call = readCallLink(order.link)
    if (call.ok) core.console()?.ring(call.value)
    else
      process.stderr.write(`${JSON.stringify({ atMs: Date.now(), code: call.error.tag, field: call.error.field })}\n`)
  } else if (order.do === 'woken') core.console()?.woken()
  else if (order.do === 'stop') {
    await core.close()
    exit(0)
  }
}
