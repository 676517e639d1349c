import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { playStories } from './play.ts'
import { openSeat, type Seat } from './seat.ts'
import { tellStories } from './stories.ts'

/**
 * Fills the demonstration's server, once: its people's cases of two months are told to a device of their own and synced like
 * any other. Killed half-way, it begins anew or sends the rest. Source: surfaces.md `npm start`, details.md "Demo data".
 */
const seed = 315
const toldSetting = 'demo_told'

/** Answers how many cases there are; `null` = somebody works at this server already. */
async function tell({ store, ports, signIn, isTaken }: Seat): Promise<number | null> {
  const told = store.read.setting<number>(toldSetting)
  if (told !== undefined) return told
  if (await isTaken()) return null
  const acts = tellStories(seed, Date.now())
  const seated = await signIn([...new Set(acts.map(({ by }) => by))])
  playStories({ store, ports, seated }, acts)
  const cases = new Set(acts.map(({ story }) => story)).size
  store.write.putSetting(toldSetting, cases)
  return cases
}

/** What was begun and not told to the end is worth nothing. */
async function openFresh(dir: string, server: string): Promise<Seat> {
  const seat = await openSeat(dir, server)
  const isHalfTold = seat.store.sync.position().newestN > 0 && seat.store.read.setting(toldSetting) === undefined
  if (!isHalfTold) return seat
  await seat.signOut()
  await seat.store.close()
  rmSync(dir, { recursive: true, force: true })
  return openSeat(dir, server)
}

async function fill(dataDir: string, server: string): Promise<number> {
  const folder = join(dataDir, 'demo')
  const done = join(folder, 'done')
  if (existsSync(done)) return 0
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const seat = await openFresh(join(folder, 'seat'), server)
  const cases = await tell(seat)
  if (cases !== null) await seat.deliver()
  const [refused] = seat.store.read.refused()
  if (refused) throw new Error(`demo: the server says ${refused.code}`)
  await seat.signOut()
  await seat.store.close()
  writeFileSync(done, '')
  rmSync(join(folder, 'seat'), { recursive: true, force: true })
  return cases ?? 0
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'data-dir': { type: 'string' }, server: { type: 'string' } } })
  const { 'data-dir': dataDir, server } = values
  if (dataDir === undefined || server === undefined) throw new Error('demo: --data-dir and --server are needed')
  const cases = await fill(dataDir, server)
  process.stdout.write(`READY ${JSON.stringify({ cases: String(cases) })}\n`)
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  },
)
