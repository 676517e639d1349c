export interface Plant {
  readonly rule: string
  readonly from: string
  /** Part of the path the refused edge leads to. */
  readonly to: string
  readonly files: Readonly<Record<string, string>>
}

/** One file `from` importing `specifier`; `target` is a file the import needs to exist. */
function plant(rule: string, from: string, specifier: string, to: string, target?: string): Plant {
  const files = { [from]: `import * as planted from '${specifier}'\nexport const use = planted\n` }
  return { rule, from, to, files: target === undefined ? files : { ...files, [target]: 'export const planted = 1\n' } }
}

/** Every rule at least once; folders have names of their own (`planted-…`), so that no plant meets the real code. */
export const plants: readonly Plant[] = [
  plant(
    'shared-imports-nothing-of-ours',
    'shared/planted/a.ts',
    '../../server/planted/shared.ts',
    'server/planted',
    'server/planted/shared.ts',
  ),
  plant(
    'shared-imports-nothing-of-ours',
    'shared/planted/b.ts',
    '../../electron/planted/shared.ts',
    'electron/planted',
    'electron/planted/shared.ts',
  ),
  plant(
    'shared-imports-nothing-of-ours',
    'shared/planted/c.ts',
    '../../renderer/planted/shared.ts',
    'renderer/planted',
    'renderer/planted/shared.ts',
  ),
  plant(
    'shared-imports-nothing-of-ours',
    'shared/planted/d.ts',
    '../../resources/planted.json',
    'resources/planted.json',
    'resources/planted.json',
  ),
  plant('shared-short-list', 'shared/planted/fastify.ts', 'fastify', 'node_modules/fastify'),
  plant('shared-short-list', 'shared/case/planted.tsx', 'react', 'node_modules/react'),
  plant('shared-no-node', 'shared/planted/disk.ts', 'node:fs', 'fs'),
  plant('shared-no-node', 'shared/planted/bare.ts', 'crypto', 'crypto'),
  plant('contract-only-orpc', 'shared/planted/orpc.ts', '@orpc/contract', 'node_modules/@orpc/contract'),
  plant('shared-chrono-english', 'shared/planted/chrono.ts', 'chrono-node', 'node_modules/chrono-node'),
  plant(
    'renderer-to-shared',
    'renderer/planted/a.tsx',
    '../../electron/planted/screen.ts',
    'electron/planted',
    'electron/planted/screen.ts',
  ),
  plant(
    'renderer-to-shared',
    'renderer/planted/b.ts',
    '../../server/planted/screen.ts',
    'server/planted',
    'server/planted/screen.ts',
  ),
  plant('renderer-no-node', 'renderer/planted/node.tsx', 'node:path', 'path'),
  plant(
    'electron-to-shared',
    'electron/planted/a.ts',
    '../../server/planted/host.ts',
    'server/planted',
    'server/planted/host.ts',
  ),
  plant(
    'electron-to-shared',
    'electron/planted/b.ts',
    '../../renderer/planted/host.ts',
    'renderer/planted',
    'renderer/planted/host.ts',
  ),
  plant(
    'server-to-shared',
    'server/planted/a.ts',
    '../../electron/planted/server.ts',
    'electron/planted',
    'electron/planted/server.ts',
  ),
  plant(
    'server-to-shared',
    'server/planted/b.ts',
    '../../renderer/planted/server.ts',
    'renderer/planted',
    'renderer/planted/server.ts',
  ),
  ...['sync', 'sla', 'assist', 'api'].map((part) =>
    plant(
      'store-imports-no-neighbour',
      `electron/core/store/planted-${part}.ts`,
      `../${part}/planted.ts`,
      `electron/core/${part}`,
      `electron/core/${part}/planted.ts`,
    ),
  ),
  plant(
    'core-knows-no-host',
    'electron/core/api/planted-host.ts',
    '../../host/planted.ts',
    'electron/host',
    'electron/host/planted.ts',
  ),
  plant(
    'features-stand-alone',
    'renderer/features/planted-a/a.tsx',
    '../planted-b/b.tsx',
    'renderer/features/planted-b',
    'renderer/features/planted-b/b.tsx',
  ),
  plant(
    'actions-know-no-screen',
    'renderer/actions/planted.tsx',
    '../features/planted-b/b.tsx',
    'renderer/features/planted-b',
    'renderer/features/planted-b/b.tsx',
  ),
  plant('sqlite-in-store', 'electron/core/api/planted-sqlite.ts', 'better-sqlite3', 'node_modules/better-sqlite3'),
  plant('sqlite-in-store', 'server/db/planted-sqlite.ts', 'better-sqlite3', 'node_modules/better-sqlite3'),
  plant('sql-in-server-db', 'server/sync/planted-pg.ts', 'pg', 'node_modules/pg'),
  plant(
    'sql-in-server-db',
    'electron/core/store/planted-pglite.ts',
    '@electric-sql/pglite',
    'node_modules/@electric-sql/pglite',
  ),
  plant('electron-in-its-host', 'electron/core/api/planted-electron.ts', 'electron', 'node_modules/electron/'),
  plant('electron-in-its-host', 'electron/host/browser-planted.ts', 'electron', 'node_modules/electron/'),
  ...[
    'node:http',
    'https',
    'node:http2',
    'node:net',
    'node:tls',
    'node:dgram',
    'ws',
    'undici',
    'fastify',
    '@orpc/client/fetch',
  ].map((name) =>
    plant(
      'network-in-transport',
      `electron/core/sync/planted-${name.replace(/\W/g, '-')}.ts`,
      name,
      name.replace(/^node:|^@/, '').replace('orpc/client/fetch', '@orpc/client'),
    ),
  ),
  plant(
    'launch-stands-alone',
    'electron/launch.ts',
    '../server/planted/launch.ts',
    'server/planted',
    'server/planted/launch.ts',
  ),
  {
    rule: 'launch-stands-alone',
    from: 'electron/launch.ts',
    to: 'electron/host/planted-launch.ts',
    files: {
      'electron/launch.ts': "export * from './planted/through.ts'\nexport * from '../server/planted/launch.ts'\n",
      'electron/planted/through.ts': "export * from '../host/planted-launch.ts'\n",
      'electron/host/planted-launch.ts': 'export const planted = 1\n',
    },
  },
  {
    rule: 'no-cycles',
    from: 'renderer/planted/round-a.ts',
    to: 'renderer/planted/round-b.ts',
    files: {
      'renderer/planted/round-a.ts': "import { b } from './round-b.ts'\nexport const a = (): number => b()\n",
      'renderer/planted/round-b.ts': "import { a } from './round-a.ts'\nexport const b = (): number => a()\n",
    },
  },
  plant('no-unresolvable', 'server/planted/lost.ts', './nowhere.ts', 'nowhere'),
  {
    rule: 'no-orphans',
    from: 'server/planted/orphan.ts',
    to: 'orphan',
    files: { 'server/planted/orphan.ts': 'export const alone = 1\n' },
  },
]

/** Other ways to write the same import: none may slip through. */
export const spellings: Readonly<Record<string, string>> = {
  'a type only': "import type { Planted } from '../../server/planted/spelled.ts'\nexport type X = Planted\n",
  'a re-export': "export * from '../../server/planted/spelled.ts'\n",
  'a dynamic import': "export const load = () => import('../../server/planted/spelled.ts')\n",
  'a side effect': "import '../../server/planted/spelled.ts'\nexport const x = 1\n",
  'a type query': "export type X = import('../../server/planted/spelled.ts').Planted\n",
}
export const spelledPath = (name: string): string => `renderer/planted/${name.replaceAll(' ', '-')}.ts`
