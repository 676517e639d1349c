import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Backups of a data folder, newest first. */
export interface BackupFile {
  readonly file: string
  readonly atMs: number
  readonly bytes: number
}

/** How many are kept. Source: details.md "Toolchain". */
export const backupsKept = 2
export const backupFolder = (dir: string): string => join(dir, 'backups')
/** One file, replaced whole: a destroyed customer key is in no older copy. */
export const keysFile = (dir: string): string => join(backupFolder(dir), 'customer-keys.bin')

const pattern = /^case-(\d{13,})\.db$/

export const backupName = (dir: string, atMs: number): string => join(backupFolder(dir), `case-${atMs}.db`)

export function listBackups(dir: string): BackupFile[] {
  const folder = backupFolder(dir)
  if (!existsSync(folder)) return []
  const found = readdirSync(folder).flatMap((name) => {
    const atMs = Number(pattern.exec(name)?.[1])
    return Number.isNaN(atMs) ? [] : [{ file: join(folder, name), atMs, bytes: statSync(join(folder, name)).size }]
  })
  return found.sort((a, b) => b.atMs - a.atMs)
}

/** A part no longer written to for this long is what an interrupted backup left. */
const abandonedMs = 3_600_000

/** Takes away what is more than enough, and what an interrupted backup left. */
export function pruneBackups(dir: string, nowMs: number): void {
  for (const { file } of listBackups(dir).slice(backupsKept)) rmSync(file, { force: true })
  const folder = backupFolder(dir)
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const part = join(folder, name)
    if (name.includes('.part') && statSync(part).mtimeMs < nowMs - abandonedMs) rmSync(part, { force: true })
  }
}

export interface BackupWeather {
  readonly onBattery: boolean
  readonly freeBytes: number
  readonly totalBytes: number
  readonly storeBytes: number
}

/** Why no backup is made now, or `null`: on battery, little disk left, or no room for another copy. */
export function backupHeld(weather: BackupWeather): 'battery' | 'disk' | null {
  if (weather.onBattery) return 'battery'
  const isShort = weather.freeBytes < weather.totalBytes / 10 || weather.freeBytes < weather.storeBytes * 1.2
  return isShort ? 'disk' : null
}
