import { join } from 'node:path'
import { buildWhenStale } from '../../electron/start/build.ts'
import { buildHarness } from './harness/build.ts'

/** Both builds once, before the first test: two workers would make them over each other. */
export default async function setup(): Promise<void> {
  buildWhenStale(join(import.meta.dirname, '../..'))
  await buildHarness()
}
