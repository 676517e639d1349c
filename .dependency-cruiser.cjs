/**
 * The directions allowed between folders (docs/ARCHITECTURE.md, "Folders"). Each rule has a planted bad import in
 * tests/house/fences.test.ts that must be refused, and the number of modules read is compared with what git lists:
 * under a TypeScript it does not know, this tool reads nothing and is content.
 */

/** Everything that is ours; packages and Node's own modules are judged by their own rules. */
const ours = '^(shared|electron|renderer|server|tests|resources|build|docs)/'
/** The short list of what the pure kernel may use. `@orpc/contract` has its own rule, chrono-node too. */
const kernelPackages =
  'node_modules/(zod|temporal-polyfill|@noble/hashes|libphonenumber-js|chrono-node|pinyin-pro|opencc-js|@orpc/contract)/'
/** Files that may reach out to another machine or process. */
const transports = '(^|/)transport\\.ts$'
/** Files whose work is to listen: the page and the phone system's door on loopback, the socket file of the command line, the central server itself. */
const listeners = [
  '^electron/host/browser-[^/]+\\.ts$',
  '^electron/host/call-listener\\.ts$',
  '^electron/host/local-socket\\.ts$',
  '^server/app\\.ts$',
  '^server/main\\.ts$',
]

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    forbid(
      'shared-imports-nothing-of-ours',
      'The kernel is pure: it knows no host, no screen, no server, no data folder.',
      { path: '^shared/' },
      { path: ours, pathNot: '^shared/' },
    ),
    forbid(
      'shared-short-list',
      'Packages of the kernel: zod, @orpc/contract, temporal-polyfill, @noble/hashes, libphonenumber-js, chrono-node, pinyin-pro, opencc-js.',
      { path: '^shared/' },
      { path: 'node_modules/', pathNot: kernelPackages },
    ),
    forbid(
      'shared-no-node',
      'No disk, no network, no clock, no environment in the kernel.',
      { path: '^shared/' },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'contract-only-orpc',
      '@orpc/contract describes the wire and is used in shared/contract alone.',
      { path: '^shared/', pathNot: '^shared/contract/' },
      { path: 'node_modules/@orpc/' },
    ),
    forbid(
      'shared-chrono-english',
      'chrono-node reads Chinese times wrongly (10:15 as 10:01): only its English part is used.',
      { path: '^shared/' },
      { path: 'node_modules/chrono-node/', pathNot: '/locales/en/' },
    ),
    forbid(
      'renderer-to-shared',
      'Screens know the kernel and the bridge, nothing of the hosts or the server.',
      { path: '^renderer/' },
      { path: ours, pathNot: '^(renderer|shared)/' },
    ),
    forbid(
      'renderer-no-node',
      'The renderer runs in a sandbox: there is no Node in it.',
      { path: '^renderer/' },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'electron-to-shared',
      'Hosts and core know the kernel and the shipped data, nothing of the screens or the server.',
      { path: '^electron/' },
      { path: ours, pathNot: '^(electron|shared|resources)/' },
    ),
    forbid(
      'server-to-shared',
      'The server knows the kernel and the shipped data, nothing of the console.',
      { path: '^server/' },
      { path: ours, pathNot: '^(server|shared|resources)/' },
    ),
    forbid(
      'store-imports-no-neighbour',
      'Inside the core, sync, sla, assist and api use the store; never the other way round.',
      { path: '^electron/core/store/' },
      { path: '^electron/', pathNot: '^electron/core/store/' },
    ),
    forbid(
      'core-knows-no-host',
      'One core runs under both hosts: it takes ports, it imports no host.',
      { path: '^electron/core/' },
      { path: '^electron/((host|cli)/|(main|preload|launch)\\.ts$)' },
    ),
    forbid(
      'features-stand-alone',
      'A screen never imports another screen; what two need goes to renderer/ui or renderer/state.',
      { path: '^renderer/features/([^/]+)/' },
      { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    ),
    forbid(
      'actions-know-no-screen',
      'What is done to a case is the same from every screen: the panels of renderer/actions import none.',
      { path: '^renderer/actions/' },
      { path: '^renderer/features/' },
    ),
    forbid(
      'sqlite-in-store',
      'One place opens the case store.',
      { path: '.', pathNot: '^electron/core/store/' },
      { path: 'node_modules/better-sqlite3' },
    ),
    forbid(
      'sql-in-server-db',
      'SQL drivers stay behind the database port.',
      { path: '.', pathNot: '^server/db/' },
      { path: 'node_modules/(pg|@electric-sql/pglite)/' },
    ),
    forbid(
      'electron-in-its-host',
      'Only the Electron host knows Electron.',
      {
        path: '.',
        pathNot: ['^electron/host/electron-[^/]+\\.ts$', '^electron/main\\.ts$', '^electron/preload\\.ts$'],
      },
      { path: 'node_modules/electron/' },
    ),
    forbid(
      'network-in-transport',
      'What opens a socket is called transport.ts, except the few that listen; a type opens none.',
      { path: '.', pathNot: [transports, ...listeners] },
      {
        path: '^((node:)?(http|https|http2|net|tls|dgram)$|undici(/|$))|node_modules/(ws|undici|fastify|@orpc/client/dist/adapters/(fetch|websocket))(/|$)',
        dependencyTypesNot: ['type-only'],
      },
    ),
    forbid(
      'launch-stands-alone',
      'npm start spawns the server and the host as processes of their own; it imports neither, directly or through others.',
      { path: '^electron/launch\\.ts$' },
      { path: '^(server/|electron/(host|core)/|electron/(main|preload)\\.ts$)', reachable: true },
    ),
    forbid('no-cycles', 'A cycle has no bottom to test from.', { path: '.' }, { circular: true }),
    forbid(
      'no-unresolvable',
      'An import the tool cannot follow is an import no fence can judge.',
      { path: '.' },
      { couldNotResolve: true },
    ),
    forbid(
      'no-orphans',
      'A module nobody imports and that imports nobody is dead.',
      { orphan: true, pathNot: '\\.d\\.ts$' },
      {},
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    // Links to packages keep their name, so that a rule reads the same in a copy of the tree.
    preserveSymlinks: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css', '.d.ts'],
    },
  },
}
