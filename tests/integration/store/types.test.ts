import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../electron/core/store/database.ts'
import { newFolder } from './tools/fixture.ts'

const root = join(import.meta.dirname, '../../..')
/** Inside the checkout, because the project's own settings and sources are what is asked. */
const folder = mkdtempSync(join(root, 'out', 'read-that-writes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the type checker says to a piece of code with a `read` and a `write` at hand. */
function complaints(code: string): string {
  const head = `import type { ReadDb, WriteDb } from '${join(root, 'electron/core/store/database.ts')}'
import type { Store } from '${join(root, 'electron/core/store/store.ts')}'
declare const read: ReadDb
declare const write: WriteDb
declare const store: Store
declare const look: (db: ReadDb) => number
declare const change: (db: WriteDb) => number
export {}
`
  writeFileSync(join(folder, 'piece.ts'), head + code)
  const settings = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: {
      noEmit: true,
      emitDeclarationOnly: false,
      composite: false,
      types: ['node'],
      rootDir: root,
      typeRoots: [join(root, 'node_modules/@types')],
    },
    files: [join(folder, 'piece.ts'), join(root, 'electron/core/store/better-sqlite3.d.ts')],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings))
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/typescript7/bin/tsc'), '-p', folder], { encoding: 'utf8' })
    return ''
  } catch (error) {
    return (error as { readonly stdout: string }).stdout
  }
}

describe('reads and writes', () => {
  it('a read that writes does not type-check, in the store and outside it', () => {
    const said = complaints(`
read.run('DELETE FROM events')
read.transaction(() => undefined)
read.exec('DROP TABLE events')
change(read)
store.read.executeCase
store.read.putDraft
look(write)
look(read)
change(write)
`)
    const lines = [...said.matchAll(/piece\.ts\((\d+),/g)].map((match) => Number(match[1]) - 9)
    expect([...new Set(lines)]).toEqual([1, 2, 3, 4, 5, 6])
  }, 120_000)

  it('and is refused by the connection, should it be cast into one', () => {
    const file = join(newFolder(), 'a.db')
    const opened = openDatabase({ file, key: Buffer.alloc(32), mode: 'write', cacheKiB: 100 })
    opened.write.exec('CREATE TABLE t (a)')
    expect(() => opened.read.get('INSERT INTO t VALUES (1) RETURNING a')).toThrow(
      'a read was handed a statement that writes',
    )
    const reader = openDatabase({ file, key: Buffer.alloc(32), mode: 'read', cacheKiB: 100 })
    expect(() => reader.write.run('INSERT INTO t VALUES (1)')).toThrow('store.read_only')
    reader.close()
    opened.close()
  })
})
