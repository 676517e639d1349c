import { implement } from '@orpc/server'
import { consoleContract } from '../../../shared/contract/console.ts'
import type { DeviceRow, Storage } from '../../../shared/contract/machine.ts'
import type { Scene } from './scenes.ts'

const hour = 3_600_000
const now = Date.now()

/** A machine with a backup of last night and, where the server can be asked, four others. */
export function machineOf(scene: Scene) {
  const os = implement({ machine: consoleContract.machine }).machine
  const offline = { refusal: { tag: 'devices.offline' } }
  let devices: DeviceRow[] = [
    { id: 'K1', state: 'active', enteredBy: 'lin', seenMs: now - 3000, clockSuspect: false, appV: '0.1.0' },
    { id: 'K2', state: 'active', enteredBy: 'gao', seenMs: now - 2 * hour, clockSuspect: true, appV: '0.1.0' },
    { id: 'R2-9f3c', state: 'active', enteredBy: 'gu', seenMs: now - 26 * hour, clockSuspect: false, appV: '0.1.0' },
    { id: 'S1-77ab', state: 'wiped', enteredBy: 'qin', seenMs: now - 400 * hour, clockSuspect: false, appV: '0.0.9' },
  ]
  let storage: Storage = {
    ...{ bytes: 512_000_000, freeBytes: 41_200_000_000, totalBytes: 256_000_000_000, backups: 2 },
    newestBackup: { atMs: now - 11 * hour, bytes: 438_000_000 },
  }
  return os.router({
    storage: os.storage.handler(() => storage),
    backUp: os.backUp.handler(() => {
      storage = { ...storage, newestBackup: { atMs: now, bytes: 440_000_000 } }
      return storage
    }),
    diagnostics: os.diagnostics.handler(() => ({ appV: '0.1.0', device: 'K1', sync: scene.sync.state, pending: 0 })),
    devices: os.devices.handler(() => (scene.sync.state === 'offline' ? offline : devices)),
    keptApart: os.keptApart.handler(() =>
      scene.sync.state === 'offline'
        ? offline
        : [
            {
              device: 'R2-9f3c',
              n: 41,
              code: 'role.denied',
              atMs: now - 3 * hour,
              type: 'policy_applied',
              actor: 'gu',
            },
            { device: 'S1-77ab', n: 7, code: 'event.malformed', atMs: now - 400 * hour },
          ],
    ),
    revokeDevice: os.revokeDevice.handler(({ input }) => {
      const state = input.wipe ? 'wiped' : 'revoked'
      devices = devices.map((device) => (device.id === input.id ? { ...device, state } : device))
      return devices
    }),
  })
}
