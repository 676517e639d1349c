import { statfsSync } from 'node:fs'
import type { Command } from 'commander'
import { consoleDir } from '../core/console.ts'
import { findChromium, hasDisplay } from '../start/chromium.ts'
import { type Place, withConsole } from './access.ts'
import type { CommandDeps } from './case-command.ts'
import { askHealth, type ConsoleClient } from './transport.ts'

/** One thing looked at: `ok` false = something a person should see to. */
interface Finding {
  readonly check: 'node' | 'window' | 'disk' | 'store' | 'record' | 'session' | 'sync' | 'clock' | 'server'
  readonly ok: boolean
  readonly [detail: string]: unknown
}

/** Less free space than this and backups stop; less than a hundredth of it and saving is in danger. */
const wantedFreeBytes = 1_000_000_000

function machine(place: Place): Finding[] {
  const { bavail, bsize } = statfsSync(place.dataDir)
  const freeBytes = bavail * bsize
  return [
    { check: 'node', ok: true, version: process.versions.node, platform: `${process.platform}-${process.arch}` },
    { check: 'window', ok: true, display: hasDisplay(process.env), chromium: findChromium(process.env) !== null },
    { check: 'disk', ok: freeBytes > wantedFreeBytes, freeBytes, folder: place.dataDir },
  ]
}

async function core(client: ConsoleClient, place: Place): Promise<Finding[]> {
  const [session, sync, counts, record] = await Promise.all([
    client.session.current(),
    client.sync.status(),
    client.cases.counts(),
    client.record.verify(),
  ])
  return [
    { check: 'store', ok: true, folder: consoleDir(place.dataDir, place.profile), device: session.device, counts },
    { check: 'record', ...record },
    { check: 'session', ok: session.state === 'open', state: session.state, actor: session.actor?.id ?? null },
    { check: 'sync', ok: sync.refused === 0 && sync.state !== 'refused', ...sync },
    { check: 'clock', ok: !sync.clockSuspect, serverOffsetMs: sync.serverOffsetMs },
  ]
}

async function doctor(deps: CommandDeps, place: Place, server: string | undefined): Promise<void> {
  const findings = await withConsole(place, async (client) => [...machine(place), ...(await core(client, place))])
  if (server !== undefined) findings.push({ check: 'server', address: server, ...(await askHealth(server)) })
  for (const finding of findings) deps.output.line(finding)
  if (findings.some((finding) => !finding.ok)) deps.end(1)
}

async function verify(deps: CommandDeps, place: Place): Promise<void> {
  const report = await withConsole(place, (client) => client.record.verify())
  deps.output.line(report)
  if (!report.ok) deps.end(1)
}

/** `redress verify`, `redress doctor`: is what this machine holds whole, and what stands in its way. */
export function addStoreCommands(program: Command, deps: CommandDeps): void {
  program
    .command('verify')
    .description('checks every hash and chain of the record; names the first bad one')
    .action((_options: unknown, command: Command) => verify(deps, deps.place(command)))
  program
    .command('doctor')
    .description('looks at environment, store, record, session, sync and clock; a JSON line each')
    .option('--server <url>', 'also ask this server for its health')
    .action((options: { server?: string }, command: Command) => doctor(deps, deps.place(command), options.server))
}
