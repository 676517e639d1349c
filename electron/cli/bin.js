#!/usr/bin/env node
// The one file that must run on any Node: it hands over to the Node the project brings when this one is too old for it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const runsTypeScript = Boolean(process.features.typescript)
if ((major > 22 || (major === 22 && minor >= 12)) && runsTypeScript) {
  await import('./main.ts')
} else {
  const carried = join(
    here,
    '..',
    '..',
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  )
  if (!existsSync(carried)) {
    process.stderr.write(`redress needs Node 22.12 or newer; this is ${process.versions.node}. Run npm ci first.\n`)
    process.exit(2)
  }
  const result = spawnSync(carried, [join(here, 'main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exit(result.status ?? 1)
}
