import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '../../..')
const store = 'electron/core/store'

/**
 * Builds a program with the store's threads beside it, as the product is built, and gives its folder: memory and times of a
 * start are those of built files, without the compiler that sources need. The folder lies in the project, where packages are found.
 */
export async function buildCore(name: string, program: string): Promise<string> {
  const outDir = join(root, 'out', 'bench', name)
  const input = {
    [name]: program,
    'reader-worker': join(root, store, 'reader-worker.ts'),
    'indexer-worker': join(root, store, 'search/indexer-worker.ts'),
    'care-worker': join(root, store, 'care/care-worker.ts'),
  }
  await build({
    ...{ root, configFile: false, logLevel: 'error' },
    build: { ssr: true, outDir, emptyOutDir: true, target: 'node22', rolldownOptions: { input } },
  })
  return outDir
}
