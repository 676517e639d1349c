import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

const root = import.meta.dirname
const project = join(root, '../../..')
export const harnessDir = join(project, 'out/harness')

const newest = (folder: string): number =>
  Math.max(
    ...readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  )

const isFresh = (): boolean => {
  const built = join(harnessDir, 'index.html')
  if (!existsSync(built)) return false
  const sources = Math.max(...['renderer', 'shared', 'resources', 'tests/e2e/harness'].map(newest))
  return statSync(built).mtimeMs > sources
}

/**
 * Builds the page with the fake core where sources are newer than the last build. It is built for development, so that
 * the libraries complain aloud about what would only be slow or wrong in silence later.
 */
export async function buildHarness(): Promise<void> {
  if (isFresh()) return
  await build({
    root,
    base: './',
    configFile: false,
    mode: 'development',
    logLevel: 'error',
    plugins: [react()],
    build: {
      outDir: harnessDir,
      emptyOutDir: true,
      target: 'chrome140',
      minify: false,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 10_000,
    },
  })
}
