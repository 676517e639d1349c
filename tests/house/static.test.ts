import { afterAll, describe, expect, it } from 'vitest'
import type { Outcome } from '../runner/outcome.ts'
import { staticChecks } from '../runner/static.ts'
import { createPlot, writeFiles } from './plant.ts'

/** A project of two files in which every static check is content. */
const sound = {
  'package.json': '{\n  "name": "plot",\n  "type": "module",\n  "private": true\n}\n',
  'tsconfig.json':
    '{ "compilerOptions": { "allowImportingTsExtensions": true, "noEmit": true }, "include": ["shared"] }\n',
  'tsconfig.base.json': '{ "include": ["shared"] }\n',
  'knip.json': '{ "entry": ["shared/main.ts"], "project": ["shared/**/*.ts"] }\n',
  'shared/main.ts': "import { two } from './two.ts'\n\nexport const four = two + two\n",
  'shared/two.ts': 'export const two = 2\n',
}

/** One fault per check; the others stay content. */
const faults: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  types: { 'shared/two.ts': "export const two: number = '2'\n" },
  lint: { 'shared/two.ts': 'export var two = 2;\n' },
  fences: { 'shared/two.ts': "import { sep } from 'node:path'\n\nexport const two = sep.length + 1\n" },
  unused: { 'shared/two.ts': 'export const two = 2\nexport const three = 3\n' },
}

describe('static checks', () => {
  const plot = createPlot(['.gitignore', 'biome.json', '.dependency-cruiser.cjs'], {})
  afterAll(plot.remove)
  const run = async (name: string): Promise<Outcome | undefined> =>
    staticChecks.find((check) => check.name === name)?.run(plot.folder, () => undefined)

  it.each(staticChecks.map(({ name }) => name))('%s passes a sound tree and fails its planted fault', async (name) => {
    writeFiles(plot.folder, sound)
    expect(await run(name)).toEqual({ passed: 1, failures: [], skips: [], secondTries: [] })
    writeFiles(plot.folder, faults[name] ?? {})
    expect(await run(name)).toMatchObject({ passed: 0, failures: [expect.stringMatching(`^${name}: `)] })
  })
})
