/** Saves until the disk is full, then opens the store again and counts (`node fill-disk.ts DIR`, on a small file system). */
import { randomBytes, randomUUID } from 'node:crypto'
import { kernelPorts } from '../../../../electron/core/kernel-ports.ts'
import { openStore } from '../../../../electron/core/store/open.ts'
import type { StoreDeps } from '../../../../electron/core/store/store-deps.ts'
import { parseCommand } from '../../../../shared/case/commands.ts'
import type { Actor } from '../../../../shared/case/event.ts'
import type { OrgId, SessionId } from '../../../../shared/kernel/brand.ts'
import { noThreads } from './no-threads.ts'

const ports = kernelPorts()
const deps: StoreDeps = {
  dir: process.argv[2] ?? '',
  kernel: ports.kernel,
  nowMs: Date.now,
  monoMs: () => performance.now(),
  upMs: () => performance.now(),
  random: (bytes) => randomBytes(bytes),
  log: () => undefined,
  parts: { startThreads: noThreads },
}
const actor = { id: 'lin', role: 'agent', team: 'hotline', scopes: ['team:hotline'] } as unknown as Actor
const command = parseCommand({
  type: 'open',
  customer: { name: '张三', phones: ['+8613800000000'] },
  issue: { symptom: '磁盘快满了'.repeat(100) },
  reception: { channel: 'hotline', receivedAtMs: Date.now() },
})
if (!command.ok) throw new Error('the command is not one')

const first = await openStore(deps, { by: 'demo' })
if (!first.ok) throw new Error(first.error.tag)
first.value.write.adoptOrg({ org: 'acme' as OrgId, orgKey: Buffer.alloc(32, 1).toString('base64'), numberPrefix: 'F1' })
let saved = 0
let refused = ''
while (refused === '') {
  const input = {
    commandId: randomUUID(),
    command: command.value,
    actor,
    session: 's' as SessionId,
    policy: ports.policy,
  }
  const answer = first.value.write.executeCase({ ...input, nowMs: Date.now(), offsetMs: 0 })
  if (answer.ok) saved += 1
  else refused = answer.error[0]?.tag ?? 'nothing'
}
await first.value.close()
const again = await openStore(deps, { by: 'demo' })
const kept = again.ok ? again.value.read.pending().count : -1
process.stdout.write(JSON.stringify({ refused, saved, kept, opened: again.ok ? 'yes' : again.error.tag }))
process.exit(0)
