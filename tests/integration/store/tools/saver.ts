/**
 * Saves what a working day saves, one thing after the other, and says on stdout what was acknowledged. Killed from outside at
 * any moment (`node saver.ts DIR`), or by itself at a step (`node saver.ts DIR STEP`).
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { kernelPorts } from '../../../../electron/core/kernel-ports.ts'
import { openStore } from '../../../../electron/core/store/open.ts'
import { type CaseCommandInput, parseCommand } from '../../../../shared/case/commands.ts'
import type { Actor } from '../../../../shared/case/event.ts'
import type { CaseId, OrgId, ScopeId, SessionId } from '../../../../shared/kernel/brand.ts'
import type { Acknowledged } from './acknowledged.ts'
import { killingAt } from './kill-at.ts'
import { noThreads } from './no-threads.ts'

const [, , dir = '', stepText] = process.argv
const ports = kernelPorts()
const killing = killingAt(stepText === undefined ? -1 : Number(stepText))
const scopes = ['team:hotline', 'user:zhou'] as ScopeId[]
const actor = { id: 'zhou', role: 'supervisor', team: 'hotline', scopes } as unknown as Actor

type Line = Acknowledged | { readonly op: 'ready' } | { readonly op: 'done'; readonly steps: number }
const say = (line: Line): void => void writeSync(1, `${JSON.stringify(line)}\n`)

const opened = await openStore(
  {
    dir,
    kernel: ports.kernel,
    nowMs: Date.now,
    monoMs: () => performance.now(),
    upMs: () => performance.now(),
    random: (bytes) => randomBytes(bytes),
    log: () => undefined,
    parts: { startThreads: noThreads, openDatabase: killing.openDatabase },
  },
  { by: 'demo' },
)
if (!opened.ok) throw new Error(opened.error.tag)
const store = opened.value
const adopted = store.write.adoptOrg({
  org: 'acme' as OrgId,
  orgKey: Buffer.alloc(32, 1).toString('base64'),
  numberPrefix: 'K1',
})
if (!adopted.ok && adopted.error.tag !== 'org.other') throw new Error(adopted.error.tag)

function save(command: CaseCommandInput, id?: CaseId): CaseId {
  const parsed = parseCommand(command)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  const saved = store.write.executeCase({
    commandId: randomUUID(),
    command: parsed.value,
    actor,
    session: 's' as SessionId,
    nowMs: Date.now(),
    offsetMs: 0,
    policy: ports.policy,
    ...(id === undefined ? {} : { case: id }),
  })
  if (!saved.ok) throw new Error(JSON.stringify(saved.error))
  return saved.value.case
}

function openOne(text: string): CaseId {
  const id = save({
    type: 'open',
    kind: 'complaint',
    customer: { name: '张三', phones: ['+8613800000000'] },
    issue: { symptom: text },
    reception: { channel: 'hotline', receivedAtMs: Date.now() },
    classification: { problemType: 'product_fault', urgency: 'high', by: 'agent' },
  })
  say({ op: 'open', case: id, text })
  return id
}

/** One round of everything a save can be. */
function round(i: number): void {
  const first = openOne(`问题 ${i}`)
  const note = `备注 ${i}`
  save({ type: 'addNote', text: note }, first)
  say({ op: 'note', case: first, text: note })
  save({ type: 'assign', owner: 'lin' }, first)
  say({ op: 'assign', case: first, text: 'lin' })
  store.write.putDraft({ id: `d${i}`, body: note })
  say({ op: 'draft', case: first, text: `d${i}` })
  const second = openOne(`重复 ${i}`)
  save({ type: 'merge', into: first }, second)
  say({ op: 'merge', case: second, text: first })
}

say({ op: 'ready' })
const rounds = stepText === undefined ? 1_000_000 : 2
for (let i = 0; i < rounds; i++) round(i)
await store.close()
say({ op: 'done', steps: killing.steps() })
