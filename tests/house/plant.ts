import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from './tree.ts'

/** Writes files below `folder`, making the folders they need. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/**
 * A throw-away folder laid out like the project: the listed files are copied, packages are linked, `planted` is written on
 * top. The checkout itself is never touched, so that a planted fault cannot disturb anybody.
 */
export function createPlot(
  copied: readonly string[],
  planted: Readonly<Record<string, string>>,
): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'redress-plot-'))
  for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
  writeFiles(folder, planted)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
