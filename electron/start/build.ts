import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const sources = ['shared', 'electron', 'renderer', 'resources', 'electron.vite.config.ts', 'package-lock.json']

function* filesUnder(path: string): Generator<string> {
  if (!statSync(path).isDirectory()) return yield path
  for (const entry of readdirSync(path, { withFileTypes: true })) yield* filesUnder(join(path, entry.name))
}

/** A short text that changes when any file the build reads changes (path, size or time of change). */
function sourceStamp(root: string): string {
  const hash = createHash('sha256')
  for (const name of sources) {
    for (const file of filesUnder(join(root, name))) {
      const { size, mtimeMs } = statSync(file)
      hash.update(`${file}|${size}|${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

/**
 * Builds main, preload, core and renderer into `out/` when the sources changed since the last build.
 * Returns whether it built. Throws with the builder's own words when the build fails.
 */
export function buildWhenStale(root: string): boolean {
  const stampFile = join(root, 'out', 'build-stamp')
  const stamp = sourceStamp(root)
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false
  const builder = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const result = spawnSync(process.execPath, [builder, 'build'], { cwd: root, encoding: 'utf8' })
  if (result.status !== 0) throw new Error(`the build failed:\n${result.stdout}${result.stderr}`)
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(stampFile, stamp)
  return true
}
