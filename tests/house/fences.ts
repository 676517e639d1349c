import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { runChild } from '../runner/child.ts'
import { findNetworkGlobals } from './network.ts'
import { isCode, isProduct, listFiles, productFolders, readTexts } from './tree.ts'

const CruiseSchema = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
    ruleSetUsed: z.object({ forbidden: z.array(z.object({ name: z.string() })) }),
  }),
})

interface Crossing {
  readonly rule: string
  readonly from: string
  readonly to: string
}

export interface Cruise {
  /** Our own modules the tool has read. */
  readonly modules: readonly string[]
  readonly rules: readonly string[]
  readonly crossings: readonly Crossing[]
}

/** Lets dependency-cruiser read the product folders of `root`. Throws when it gives no answer. */
export async function cruise(root: string): Promise<Cruise> {
  const tool = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs')
  const folders = productFolders.filter((folder) => existsSync(join(root, folder)))
  const args = [tool, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders]
  const end = await runChild({ command: process.execPath, args, cwd: root, limitMs: 60_000 })
  if (!end.stdout.startsWith('{')) throw new Error(`dependency-cruiser gave no answer: ${end.output.slice(0, 2000)}`)
  const { modules, summary } = CruiseSchema.parse(JSON.parse(end.stdout))
  return {
    modules: modules.map(({ source }) => source).filter(isProduct),
    rules: summary.ruleSetUsed.forbidden.map(({ name }) => name),
    crossings: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  }
}

/** The product's modules the fences must have read: what git lists in its folders. */
export const listedModules = (root: string): readonly string[] =>
  listFiles(root).filter((path) => isProduct(path) && isCode(path))

/** Modules git lists and the tool did not read. Nothing listed at all is a fault of its own. */
export function unreadModules(listed: readonly string[], read: readonly string[]): readonly string[] {
  const seen = new Set(read)
  return listed.filter((path) => !seen.has(path))
}

/** Every fault of the fences over `root`, one line each: crossings, modules not read, network without a transport. */
export async function fenceProblems(root: string): Promise<readonly string[]> {
  return listedModules(root).length === 0
    ? ['no module is listed: nothing was judged']
    : judgeCruise(root, await cruise(root))
}

/** What one reading of `root` came to. */
export function judgeCruise(root: string, { modules, crossings }: Cruise): readonly string[] {
  const listed = listedModules(root)
  const network = findNetworkGlobals(readTexts(listed, root))
  return [
    ...unreadModules(listed, modules).map((path) => `not read by dependency-cruiser: ${path}`),
    ...crossings.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`),
    ...network.map(({ path, line, what }) => `network-in-transport: ${path}:${line} ${what}`),
  ]
}
