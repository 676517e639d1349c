import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { root } from './tree.ts'
import { fits, installed, missingOptionals, splitScopes, unhashed, versionFaults } from './versions.ts'

const readJson = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'))
const manifest = z
  .looseObject({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
    allowScripts: z.record(z.string(), z.boolean()),
    scripts: z.record(z.string(), z.string()),
  })
  .parse(readJson('package.json'))

describe('versions', () => {
  it('tests run on the Node the project brings', () => {
    expect(process.version).toBe(`v${installed(root, 'node')?.version}`)
  })

  it('the installed majors are those that were tried together', () => {
    expect(versionFaults((name) => installed(root, name))).toEqual([])
  })

  it('an older, a missing and a wrongly aliased package are found', () => {
    const faults = versionFaults((name) => {
      if (name === 'vitest') return { name, version: '4.9.9' }
      if (name === 'better-sqlite3') return { name, version: '13.0.3' }
      return name === 'react' ? null : installed(root, name)
    })
    expect(faults).toEqual([
      'vitest: 4.9.9, expected 5',
      'react: not installed',
      'better-sqlite3: is better-sqlite3, expected better-sqlite3-multiple-ciphers',
    ])
    expect([fits('24.21.0', '24'), fits('6.0.3', '6.0'), fits('24.21.0', '2'), fits('6.1.0', '6.0')]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('one version per scope', () => {
    expect(splitScopes(readJson('package-lock.json'))).toEqual([])
    const split = {
      packages: {
        'node_modules/@mantine/core': { version: '9.7.3' },
        'node_modules/@orpc/client': { version: '1.16.1' },
        'node_modules/x/node_modules/@orpc/client': { version: '2.0.0' },
      },
    }
    expect(splitScopes(split)).toEqual(['@orpc: 1.16.1, 2.0.0 installed'])
    expect(splitScopes({ packages: {} })).toHaveLength(2)
  })

  it('the lockfile knows the binaries of every system, so that npm ci accepts it', () => {
    expect(missingOptionals(readJson('package-lock.json'))).toEqual([])
    const packages = {
      'node_modules/tool': { optionalDependencies: { 'tool-linux': '1.0.0', 'tool-win32': '1.0.0', near: '1.0.0' } },
      'node_modules/tool-linux': { version: '1.0.0' },
      'node_modules/tool/node_modules/near': { version: '1.0.0' },
    }
    expect(missingOptionals({ packages })).toEqual(['tool-win32'])
  })

  it('the lockfile holds the hash of every package, those of other systems included', () => {
    expect(unhashed(readJson('package-lock.json'))).toEqual([])
    const packages = {
      '': { version: '1.0.0' },
      'node_modules/sound': { version: '1.0.0', integrity: 'sha512-x' },
      'node_modules/weak': { version: '1.0.0', integrity: 'sha1-x' },
      'node_modules/bare': { version: '1.0.0' },
    }
    expect(unhashed({ packages })).toEqual(['node_modules/weak', 'node_modules/bare'])
  })

  it('every direct dependency is pinned to one exact version', () => {
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^(npm:[\w@/.-]+@)?\d+\.\d+\.\d+$/.test(version),
    )
    expect(loose).toEqual([])
  })

  it('no install script runs but the one that brings Node', () => {
    const allowed = Object.entries(manifest.allowScripts).filter(([, yes]) => yes)
    expect(allowed).toEqual([['node', true]])
    for (const hook of ['preinstall', 'install', 'postinstall', 'prepare'])
      expect(manifest.scripts[hook]).toBeUndefined()
  })
})

describe('vitest settings', () => {
  const ProjectSchema = z.object({
    test: z.looseObject({
      name: z.string(),
      include: z.array(z.string()),
      passWithNoTests: z.boolean(),
      expect: z.object({ requireAssertions: z.boolean() }),
    }),
  })

  it('every project demands assertions and at least one test', async () => {
    const config: unknown = (await import('../../vitest.config.ts')).default
    const { test } = z.object({ test: z.object({ projects: z.array(ProjectSchema) }) }).parse(config)
    expect(test.projects.map((project) => project.test.name)).toEqual(
      expect.arrayContaining(['unit', 'integration', 'house', 'e2e']),
    )
    for (const project of test.projects) {
      expect(project.test.expect.requireAssertions).toBe(true)
      expect(project.test.passWithNoTests).toBe(false)
      expect(project.test.include).toEqual([expect.stringMatching(new RegExp(`^tests/${project.test.name}/`))])
    }
  })
})
