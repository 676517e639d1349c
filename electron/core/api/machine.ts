import { arch, platform, release } from 'node:os'
import type { Diagnostics, Storage } from '../../../shared/contract/machine.ts'
import type { Result } from '../../../shared/kernel/result.ts'
import { StoreFaultError } from '../store/fault.ts'
import type { ApiDeps } from './deps.ts'
import { plain } from './execute-input.ts'
import type { Implementer } from './implementer.ts'
import { noticesOf } from './notices.ts'

function storageOf({ store }: ApiDeps): Storage {
  const { bytes, freeBytes, totalBytes, backups, newestBackup } = store.read.storage()
  return { bytes, freeBytes, totalBytes, backups, ...(newestBackup ? { newestBackup } : {}) }
}

async function backUp(deps: ApiDeps) {
  try {
    await deps.store.care.backup()
    return storageOf(deps)
  } catch (error) {
    if (error instanceof StoreFaultError) return { refusal: { tag: error.tag } }
    throw error
  }
}

/** Put together from named figures and codes alone: there is no way for a name, a number or a word to get in. */
function diagnosticsOf(deps: ApiDeps): Diagnostics {
  const { appV, device, state, demo, actor } = deps.door.state()
  const { state: sync, pending, refused, serverOffsetMs, clockSuspect, leaseOver, reason } = deps.syncStatus()
  const storage = deps.store.read.storage()
  return {
    ...{ appV, device, session: state, demo, role: actor?.role ?? 'none' },
    ...{ node: process.versions.node, os: `${platform()} ${release()} ${arch()}` },
    ...{ sync, pending, refused, serverOffsetMs, clockSuspect, leaseOver: leaseOver ?? false, reason: reason ?? '' },
    ...{ storeBytes: storage.bytes, freeBytes: storage.freeBytes, totalBytes: storage.totalBytes },
    ...{ backups: storage.backups, newestBackupMs: storage.newestBackup?.atMs ?? 0 },
    notices: noticesOf(storage)
      .map(({ tag }) => tag)
      .join(' '),
    atMs: deps.nowMs(),
  }
}

const rowsOrRefusal = <Row>(found: Result<readonly Row[]>) => {
  if (found.ok) return [...found.value]
  const [refusal] = plain([found.error])
  return { refusal: refusal ?? { tag: found.error.tag } }
}

export function machineRouter(os: Implementer, deps: ApiDeps) {
  return {
    storage: os.machine.storage.handler(() => storageOf(deps)),
    backUp: os.machine.backUp.handler(() => backUp(deps)),
    diagnostics: os.machine.diagnostics.handler(() => diagnosticsOf(deps)),
    devices: os.machine.devices.handler(async () => rowsOrRefusal(await deps.machines.list())),
    keptApart: os.machine.keptApart.handler(async () => rowsOrRefusal(await deps.machines.keptApart())),
    revokeDevice: os.machine.revokeDevice.handler(async ({ input }) =>
      rowsOrRefusal(await deps.machines.revoke(input.id, input.wipe)),
    ),
  }
}
