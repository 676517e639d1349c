import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { markDamaged } from '../../../electron/core/store/care/damage.ts'

/** What a failing disk does to a store file; `draw` = which page. */
export interface Damage {
  readonly how: 'torn_page' | 'destroyed'
  readonly draw: number
}

const pageBytes = 4096

/** Damages the store file of a console that is off. A torn page was found by the check after the unclean stop: it is marked. */
export function spoilFile(dir: string, { how, draw }: Damage): void {
  if (how === 'torn_page') tearPage(dir, draw)
  else for (const name of readdirSync(dir)) if (name.startsWith('case.db')) rmSync(join(dir, name))
}

/** The first half of a page was written, the second was not. */
function tearPage(dir: string, draw: number): void {
  const file = join(dir, 'case.db')
  const bytes = readFileSync(file)
  const page = draw % Math.ceil(bytes.length / pageBytes)
  bytes.fill(0, page * pageBytes + pageBytes / 2, (page + 1) * pageBytes)
  writeFileSync(file, bytes)
  markDamaged(dir, 'case.db')
}
