/**
 * Opens a store as a console does, works with it, and says how long it took and how much memory it needs (`open-once.js DIR`;
 * built by `build-core.ts`, the threads beside it).
 */
import { randomUUID } from 'node:crypto'
import { parseCommand } from '../../../shared/case/commands.ts'
import type { SessionId } from '../../../shared/kernel/brand.ts'
import { actorOf, openBench, ports } from './histories.ts'

const dir = process.argv[2] ?? ''
const actor = actorOf('hotline')
const query = { view: 'open', scopes: actor.scopes, actor: actor.id, nowMs: Date.now(), limit: 50 } as const

const startedMs = performance.now()
const store = await openBench(dir, { threadsUrl: new URL('./', import.meta.url) })
const openedMs = performance.now() - startedMs
const first = await store.read.list(query)
const usableMs = performance.now() - startedMs
if (first.rows.length === 0) throw new Error('an empty list')

const texts = ['退款', '破损', '路由器', '包裹破损', '量子', 'zs', '尽快处理', '充电桩']
for (let i = 0; i < 60; i++) {
  await store.read.search({
    text: texts[i % texts.length] ?? '',
    scopes: null,
    nowMs: Date.now(),
    order: i % 2 === 0 ? 'newest' : 'relevance',
    limit: 50,
  })
  await store.read.list(query)
  const command = parseCommand({ type: 'addNote', text: '内存测量时的备注' })
  const id = first.rows[i % first.rows.length]?.id
  if (!command.ok || id === undefined) throw new Error('no command')
  store.read.getCase(id)
  const input = {
    commandId: randomUUID(),
    case: id,
    command: command.value,
    actor,
    session: 's' as SessionId,
    policy: ports.policy,
  }
  store.write.executeCase({ ...input, nowMs: Date.now(), offsetMs: 0 })
}
await store.indexed()
const { rss } = process.memoryUsage()
process.stdout.write(JSON.stringify({ openedMs, usableMs, rss }))
await store.close()
