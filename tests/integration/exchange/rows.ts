import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type FileWishes, inspectFile } from '../../../electron/core/exchange/inspect-file.ts'
import { openSource, type SourceOptions } from '../../../electron/core/exchange/open-source.ts'
import type { SourceRow } from '../../../electron/core/exchange/source-row.ts'

/** A folder for the files of one test file, gone afterwards. */
export function fileFolder(): {
  readonly put: (name: string, content: string | Uint8Array) => string
  readonly dir: string
} {
  const dir = mkdtempSync(join(tmpdir(), 'redress-exchange-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
  return {
    dir,
    put: (name, content) => {
      const path = join(dir, name)
      writeFileSync(path, content)
      return path
    },
  }
}

/** All rows of a file. */
export async function rowsOf(path: string, options: FileWishes & SourceOptions = {}): Promise<SourceRow[]> {
  const rows: SourceRow[] = []
  for await (const row of openSource(await inspectFile(path, options), options).rows) rows.push(row)
  return rows
}

/** A row as `row: column=text …`, faults behind it. */
export const shown = ({ row, cells, faults }: SourceRow): string =>
  [
    `${row}:`,
    ...[...cells].map(([column, cell]) => `${column}=${typeof cell === 'string' ? cell : JSON.stringify(cell)}`),
    ...faults.map((it) => `!${it.tag}${it.column === undefined ? '' : `(${it.column})`}`),
  ].join(' ')

/** Pieces of any size, as a disk or a decompressor gives them. */
export async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size))
}
