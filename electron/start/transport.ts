import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { downloadArtifact } from '@electron/get'
import { z } from 'zod'

/** The package from the registry; it brings everything but the program itself. */
const packageFile = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'node_modules', 'electron', name), 'utf8'))
const ChecksumsSchema = z.record(z.string(), z.string())
const PackageSchema = z.object({ version: z.string() })

/**
 * Brings Electron's archive for this machine into its cache, checked against the checksums that came with the package from the
 * registry. `onBytes` is called as bytes arrive. Rejects when it cannot be had or is not what it should be.
 */
export function downloadElectron(env: NodeJS.ProcessEnv, onBytes: () => void): Promise<string> {
  const { version } = PackageSchema.parse(packageFile('package.json'))
  return downloadArtifact({
    version,
    artifactName: 'electron',
    platform: env['npm_config_platform'] ?? process.platform,
    arch: env['npm_config_arch'] ?? process.arch,
    checksums: ChecksumsSchema.parse(packageFile('checksums.json')),
    ...(env['electron_config_cache'] === undefined ? {} : { cacheRoot: env['electron_config_cache'] }),
    downloadOptions: {
      quiet: true,
      getProgressCallback: async ({ transferred }: { readonly transferred: number }) => {
        if (transferred > 0) onBytes()
      },
    },
  })
}
