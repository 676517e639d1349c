import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/**
 * The set that was tried together. A package manager running on an older Node than ours silently picks older majors that
 * fit it; this list notices. Exact where the pair must match, the leading numbers where any patch will do.
 */
const expectedVersions: Readonly<Record<string, string>> = {
  node: '24',
  vitest: '5',
  typescript: '6.0',
  typescript7: '7',
  electron: '45',
  'electron-vite': '6',
  'electron-builder': '26',
  'electron-store': '12',
  vite: '8',
  react: '19',
  'react-dom': '19',
  '@mantine/core': '9.7.3',
  '@mantine/hooks': '9.7.3',
  '@orpc/client': '1.16.1',
  '@orpc/contract': '1.16.1',
  '@orpc/openapi': '1.16.1',
  '@orpc/server': '1.16.1',
  '@orpc/zod': '1.16.1',
  'better-sqlite3': '13',
  fastify: '5',
  zod: '4',
  pg: '8',
  zustand: '5',
  'fast-check': '4',
  'dependency-cruiser': '18',
  '@electric-sql/pglite': '0.5',
}

/** Packages that are another package under the name the code imports. */
const expectedAliases: Readonly<Record<string, string>> = {
  'better-sqlite3': 'better-sqlite3-multiple-ciphers',
  typescript7: 'typescript',
}

/** Scopes of which one version is installed, everywhere in the tree. */
const oneVersionScopes = ['@mantine', '@orpc'] as const

const PackageSchema = z.object({ name: z.string(), version: z.string() })

/** Name and version of an installed package, or `null` when its folder is not there. */
export function installed(root: string, name: string): z.infer<typeof PackageSchema> | null {
  const file = join(root, 'node_modules', name, 'package.json')
  return existsSync(file) ? PackageSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null
}

/** Whether `version` begins with the numbers of `expected`: `24.21.0` fits `24`, not `2`. */
export const fits = (version: string, expected: string): boolean =>
  version === expected || version.startsWith(`${expected}.`)

/** What differs from the list, one line each. */
export function versionFaults(find: (name: string) => { name: string; version: string } | null): readonly string[] {
  return Object.entries(expectedVersions).flatMap(([name, expected]) => {
    const found = find(name)
    if (found === null) return [`${name}: not installed`]
    const real = expectedAliases[name] ?? name
    if (found.name !== real) return [`${name}: is ${found.name}, expected ${real}`]
    return fits(found.version, expected) ? [] : [`${name}: ${found.version}, expected ${expected}`]
  })
}

const LockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
})

/** Where Node would look for `name` from the package at `path`: its own node_modules, then each one above. */
function lookups(path: string, name: string): readonly string[] {
  const above = path === '' ? [] : lookups(path.slice(0, Math.max(0, path.lastIndexOf('node_modules/') - 1)), name)
  return [`${path === '' ? '' : `${path}/`}node_modules/${name}`, ...above]
}

/**
 * Optional dependencies (binaries of other systems) without an entry in the lockfile. npm leaves them out when a registry did
 * not have them at that moment, and then `npm ci` refuses the lockfile on every machine.
 */
export function missingOptionals(lock: unknown): readonly string[] {
  const { packages } = LockSchema.parse(lock)
  return Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {}).filter((name) => !lookups(path, name).some((place) => place in packages)),
  )
}

/** Packages whose archive `npm ci` could not hold against a hash: whatever a registry answered would be installed. */
export const unhashed = (lock: unknown): readonly string[] =>
  Object.entries(LockSchema.parse(lock).packages).flatMap(([path, { integrity }]) =>
    path === '' || integrity?.startsWith('sha512-') ? [] : [path],
  )

/** Scopes of `oneVersionScopes` of which the lockfile holds no or several versions. */
export function splitScopes(lock: unknown): readonly string[] {
  const packages = Object.entries(LockSchema.parse(lock).packages)
  return oneVersionScopes.flatMap((scope) => {
    const versions = new Set(
      packages.filter(([path]) => path.includes(`node_modules/${scope}/`)).map(([, { version }]) => version),
    )
    return versions.size === 1 ? [] : [`${scope}: ${[...versions].join(', ') || 'nothing'} installed`]
  })
}
