import { constants, existsSync } from 'node:fs'
import { cp, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from './journal.ts'
import { machineRun } from './lock-file.ts'

/**
 * The files of the embedded database. `live` is what PGlite runs on and never syncs; `copy` is a closed copy on which
 * every file was synced; `journal` holds each transaction since that copy, synced before it was answered.
 */
export interface PgliteFolder {
  readonly live: string
  readonly journal: string
  readonly lock: string
  /** True when unsynced pages of `live` may be lost: the machine went down while it was open, or nobody knows. */
  readonly isDoubtful: () => Promise<boolean>
  readonly markOpen: () => Promise<void>
  readonly markClosed: () => Promise<void>
  readonly hasLive: () => boolean
  readonly hasCopy: () => boolean
  /** Makes `copy` from the closed `live`; the older copy stands until the new one is complete and synced. */
  readonly takeCopy: () => Promise<void>
  readonly restoreCopy: () => Promise<void>
}

/** Syncs the files changed since then, and every folder. */
async function syncTree(folder: string, sinceMs: number): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await syncTree(path, sinceMs)
    else if (entry.isFile() && (await stat(path)).mtimeMs >= sinceMs) await syncFile(path)
  }
  syncFolder(folder)
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  await file.sync()
  await file.close()
}

/** Shares the blocks where the file system can. */
const copying = { recursive: true, mode: constants.COPYFILE_FICLONE } as const

/** Clocks of file systems are coarse: a file written this shortly before counts as changed. */
const coarseMs = 5000

async function copySynced(from: string, to: string): Promise<void> {
  try {
    await cp(from, to, copying)
    await syncTree(to, 0)
  } catch (error) {
    await rm(to, { recursive: true, force: true })
    throw error
  }
}

export async function createPgliteFolder(dataDir: string): Promise<PgliteFolder> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const live = join(dataDir, 'pg')
  const copy = join(dataDir, 'pg-copy')
  const older = join(dataDir, 'pg-copy.old')
  const fresh = join(dataDir, 'pg-copy.new')
  const mark = join(dataDir, 'pg-open')
  /** What is older was on the disk when the folder was closed; after anything but a clean end, nothing is taken as such. */
  const syncedMs = existsSync(mark) || !existsSync(live) ? 0 : Date.now() - coarseMs
  if (!existsSync(copy) && existsSync(older)) await rename(older, copy)
  await rm(fresh, { recursive: true, force: true })
  return {
    live,
    journal: join(dataDir, 'journal'),
    lock: join(dataDir, 'server.lock'),
    isDoubtful: async () => {
      if (!existsSync(mark)) return false
      const run = await readFile(mark, 'utf8')
      return run !== machineRun() || run === 'unknown'
    },
    markOpen: async () => {
      await writeFile(mark, machineRun(), { mode: 0o600, flush: true })
      syncFolder(dataDir)
    },
    markClosed: async () => {
      await syncTree(live, syncedMs)
      await rm(mark, { force: true })
      syncFolder(dataDir)
    },
    hasLive: () => existsSync(join(live, 'PG_VERSION')),
    hasCopy: () => existsSync(join(copy, 'PG_VERSION')),
    takeCopy: async () => {
      // What is left of one that could not be completed is in its way, and takes the room it needs.
      await rm(fresh, { recursive: true, force: true })
      await copySynced(live, fresh)
      await rm(older, { recursive: true, force: true })
      if (existsSync(copy)) await rename(copy, older)
      await rename(fresh, copy)
      syncFolder(dataDir)
      await rm(older, { recursive: true, force: true })
    },
    restoreCopy: async () => {
      await rm(live, { recursive: true, force: true })
      await cp(copy, live, copying)
    },
  }
}
