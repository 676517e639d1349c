import { defineConfig } from 'vitest/config'

const common = { environment: 'node', expect: { requireAssertions: true }, passWithNoTests: false } as const

/** How many times slower the pages of the end-to-end tests are made; they get as much more time. */
const slowed = Number(process.env['REDRESS_E2E_SLOW'] ?? 1)

/** One project per stage of `npm test`, so that each stage keeps its own time budget. */
export default defineConfig({
  test: {
    coverage: {
      provider: 'v8',
      include: ['shared/**/*.ts'],
      reporter: ['text-summary', 'json-summary', 'text'],
      thresholds: { branches: 95, 'shared/*/**': { branches: 95 } },
    },
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          isolate: false,
          testTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...common,
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          // It imports electron, which a test has to replace: outside Electron that package only downloads the program.
          server: { deps: { inline: ['electron-store'] } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Real databases, sockets and processes: one more try, of which the runner tells.
          retry: 1,
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...common,
          name: 'house',
          include: ['tests/house/**/*.test.ts'],
          testTimeout: 120_000,
          isolate: false,
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...common,
          name: 'sim',
          include: ['tests/sim/**/*.test.ts'],
          testTimeout: 150_000,
          maxWorkers: 2,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...common,
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 120_000 * slowed,
          hookTimeout: 120_000,
          globalSetup: ['tests/e2e/setup.ts'],
          // Real browsers: as above.
          retry: 1,
          maxWorkers: 2,
        },
      },
    ],
  },
})
