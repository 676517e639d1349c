import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plants, spelledPath, spellings } from './fence-plants.ts'
import { type Cruise, cruise, fenceProblems, judgeCruise, listedModules, unreadModules } from './fences.ts'
import { createPlot, writeFiles } from './plant.ts'
import { root } from './tree.ts'

describe('fences between folders', () => {
  const copied = ['package.json', 'tsconfig.base.json', '.dependency-cruiser.cjs', ...listedModules(root)]
  const plot = createPlot(copied, {})
  let seen: Cruise
  beforeAll(async () => {
    for (const { files } of plants) writeFiles(plot.folder, files)
    for (const [name, text] of Object.entries(spellings)) writeFiles(plot.folder, { [spelledPath(name)]: text })
    writeFiles(plot.folder, { 'server/planted/spelled.ts': 'export interface Planted { readonly x: number }\n' })
    seen = await cruise(plot.folder)
  }, 60_000)
  afterAll(plot.remove)

  const refused = (rule: string, from: string, to: string): boolean =>
    seen.crossings.some((crossing) => crossing.rule === rule && crossing.from === from && crossing.to.includes(to))

  it.each(plants)('$rule refuses $from → $to', ({ rule, from, to }) => {
    expect(refused(rule, from, to)).toBe(true)
  })

  it.each(Object.keys(spellings))('an import written as %s is refused', (name) => {
    expect(refused('renderer-to-shared', spelledPath(name), 'server/planted/spelled.ts')).toBe(true)
  })

  it('every rule has its planted import', () => {
    expect(seen.rules.filter((rule) => !plants.some((planted) => planted.rule === rule))).toEqual([])
  })

  it('reads every module git lists, planted ones included', () => {
    const listed = listedModules(root)
    expect(listed.length).toBeGreaterThan(0)
    expect(unreadModules([...listed, ...plants.map(({ from }) => from)], seen.modules)).toEqual([])
    expect(seen.modules.length).toBeGreaterThanOrEqual(listed.length)
  })

  it('a module the tool did not read is a fault, also when it read none at all', () => {
    expect(unreadModules(['shared/a.ts', 'shared/b.ts'], ['shared/a.ts'])).toEqual(['shared/b.ts'])
    expect(unreadModules(['shared/a.ts'], [])).toEqual(['shared/a.ts'])
  })

  it('the check as a whole names every planted import', () => {
    const problems = judgeCruise(plot.folder, seen)
    const unnamed = plants.filter(({ rule, from }) => !problems.some((line) => line.startsWith(`${rule}: ${from} → `)))
    expect(unnamed).toEqual([])
  })
})

describe('fences that would see nothing', () => {
  const settings = ['package.json', 'tsconfig.base.json', '.dependency-cruiser.cjs']

  it('nothing to judge is a failure', async () => {
    const plot = createPlot(settings, { 'shared/readme.md': 'nothing' })
    const problems = await fenceProblems(plot.folder)
    plot.remove()
    expect(problems).toEqual(['no module is listed: nothing was judged'])
  })

  it('a tool that is content because it reads no module is a failure', async () => {
    const blind = "\nmodule.exports.options.exclude = { path: '^(shared|server)/' }\n"
    const plot = createPlot(settings, {
      'shared/a.ts': "import 'node:fs'\nexport const a = 1\n",
      'server/b.ts': 'export const b = 1\n',
    })
    appendFileSync(join(plot.folder, '.dependency-cruiser.cjs'), blind)
    const problems = await fenceProblems(plot.folder)
    plot.remove()
    expect(problems).toEqual([
      'not read by dependency-cruiser: server/b.ts',
      'not read by dependency-cruiser: shared/a.ts',
    ])
  })
})
