/**
 * Opens a store as a console does, works with it, and says how long it took and how much memory it needs: `open-once.js DIR`, built
 * by `build-core.ts`, the threads beside it. `--plain FILE` = a plain database of the same cases, opened and listed.
 */
import { randomUUID } from 'node:crypto'
import { openDatabase } from '../../../electron/core/store/database.ts'
import type { Store } from '../../../electron/core/store/store.ts'
import { parseCommand } from '../../../shared/case/commands.ts'
import type { CaseId, SessionId } from '../../../shared/kernel/brand.ts'
import { actorOf, openBench, ports } from './histories.ts'

const actor = actorOf('hotline')
const query = { view: 'open', scopes: actor.scopes, actor: actor.id, nowMs: Date.now(), limit: 50 } as const
const texts = ['退款', '破损', '路由器', '包裹破损', '量子', 'zs', '尽快处理', '充电桩']
const rounds = 60

const say = (openMs: number): void =>
  void process.stdout.write(JSON.stringify({ openMs, rss: process.memoryUsage().rss }))

function openPlain(file: string): void {
  const startedMs = performance.now()
  const opened = openDatabase({ file, key: Buffer.alloc(32), mode: 'read', cacheKiB: 64 * 1024, cipher: 'none' })
  opened.read.all('SELECT * FROM cases WHERE open = 1 ORDER BY due_ms LIMIT 50')
  say(performance.now() - startedMs)
  opened.close()
}

function addNote(store: Store, id: CaseId): void {
  const command = parseCommand({ type: 'addNote', text: '内存测量时的备注' })
  if (!command.ok) throw new Error('no command')
  const { policy } = ports
  const input = { commandId: randomUUID(), case: id, command: command.value, actor, policy, session: 's' as SessionId }
  store.write.executeCase({ ...input, nowMs: Date.now(), offsetMs: 0 })
}

async function openStore(dir: string): Promise<void> {
  const startedMs = performance.now()
  const store = await openBench(dir, { threadsUrl: new URL('./', import.meta.url) })
  const { rows } = await store.read.list(query)
  const openMs = performance.now() - startedMs
  if (rows.length === 0) throw new Error('an empty list')
  for (let i = 0; i < rounds; i++) {
    const text = texts[i % texts.length] ?? ''
    const order = i % 2 === 0 ? 'newest' : 'relevance'
    await store.read.search({ text, scopes: null, nowMs: Date.now(), order, limit: 50 })
    await store.read.list(query)
    const id = rows[i % rows.length]?.id
    if (id === undefined) throw new Error('no row')
    store.read.getCase(id)
    addNote(store, id)
  }
  await store.indexed()
  say(openMs)
  await store.close()
}

const [first = '', second = ''] = process.argv.slice(2)
if (first === '--plain') openPlain(second)
else await openStore(first)
