import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalJson, type Json } from '../../../shared/kernel/canonical.ts'
import { createDevice, type Device } from '../../integration/server/tools/device.ts'
import { startCluster } from '../../integration/server/tools/postgres.ts'
import { type ServerProcess, spawnServer } from '../../integration/server/tools/process.ts'

export interface Place {
  readonly server: ServerProcess
  readonly databaseUrl: string | undefined
  readonly end: () => Promise<void>
}

/** A server process of its own, on PostgreSQL with fsync on, or on the embedded database with its journal. */
export async function openPlace(kind: 'postgres' | 'pglite'): Promise<Place> {
  const dataDir = mkdtempSync(join(tmpdir(), 'redress-bench-'))
  const cluster = kind === 'postgres' ? await startCluster({ fsync: true }) : null
  const databaseUrl = cluster ? await cluster.newDatabase() : undefined
  const env = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }
  const server = await spawnServer(['--demo', '--data-dir', dataDir], env)
  const end = async () => {
    await server.stop()
    await cluster?.remove()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
  return { server, databaseUrl, end }
}

/** Eight events a case, the first about 1 kB: an opening and seven notes. */
export function writeCases(device: Device, cases: number): void {
  for (let i = 0; i < cases; i++) {
    const opened = device.open('hotline', { sealed: Buffer.alloc(400, i).toString('base64') })
    for (let k = 0; k < 7; k++) device.note(opened.case, { sealed: Buffer.alloc(200, k).toString('base64') })
  }
}

/** Bodies of pushes of 500, as a console sends them: written before the clock runs. */
export async function writePushes(device: Device, url: string, from: number): Promise<readonly string[]> {
  const { epoch } = await device.hello(url)
  const pushes: string[] = []
  for (let at = from; at <= device.lastN(); at += 500)
    pushes.push(canonicalJson(device.request(epoch, at, Math.min(at + 499, device.lastN())) as unknown as Json))
  return pushes
}

export async function signedIn(url: string, user: string): Promise<Device> {
  const device = createDevice()
  await device.login(url, user)
  return device
}

/** Resident memory of the server process, MB, as it says itself. */
export async function memoryMb(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^process_resident_memory_bytes (\d+)/m.exec(text)?.[1] ?? Number.NaN) / 1e6
}
