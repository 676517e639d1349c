import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { openDatabase, type SlowQuery, slowMs } from '../../../electron/core/store/database.ts'
import { getMeta, putMeta } from '../../../electron/core/store/meta.ts'
import { migrate, migrations, schemaVersion } from '../../../electron/core/store/migrations/index.ts'
import { newFolder } from './tools/fixture.ts'

const key = Buffer.alloc(32, 9)
const openAt = (file: string, more: Partial<Parameters<typeof openDatabase>[0]> = {}) =>
  openDatabase({ file, key, mode: 'write', cacheKiB: 1_000, ...more })

describe('a connection', () => {
  it('has every setting it asks for, read back, on the writer and on the reader', () => {
    const file = join(newFolder(), 'a.db')
    const writer = openAt(file)
    const reader = openAt(file, { mode: 'read' })
    const ask = (db: typeof writer, name: string) => db.raw.pragma(name, { simple: true })
    expect(ask(writer, 'journal_mode')).toBe('wal')
    expect(ask(writer, 'synchronous')).toBe(2)
    for (const db of [writer, reader]) {
      expect(ask(db, 'foreign_keys')).toBe(1)
      expect(ask(db, 'temp_store')).toBe(2)
      expect(ask(db, 'mmap_size')).toBe(0)
      expect(ask(db, 'trusted_schema')).toBe(0)
      expect(ask(db, 'cache_size')).toBe(-1_000)
    }
    expect(ask(reader, 'query_only')).toBe(1)
    expect(ask(writer, 'cipher')).toBe('aegis')
    reader.close()
    writer.close()
  })

  it('does not open under another key, and shows nothing of what it is', () => {
    const file = join(newFolder(), 'a.db')
    openAt(file).close()
    expect(() => openAt(file, { key: Buffer.alloc(32, 8) })).toThrow('store.wrong_key')
    expect(readFileSync(file).subarray(0, 16).toString('latin1')).not.toContain('SQLite')
  })

  it('logs a slow statement with its plan and without its values', () => {
    const slow: SlowQuery[] = []
    const db = openAt(join(newFolder(), 'a.db'), { onSlow: (query) => void slow.push(query) })
    const sql =
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT count(*) AS c FROM n'
    const taking = (ms: number, limit: number) => {
      let clock = 0
      const now = vi.spyOn(performance, 'now').mockImplementation(() => (clock += ms))
      db.read.get(sql, limit)
      now.mockRestore()
    }
    taking(slowMs, 10)
    expect(slow).toEqual([])
    taking(slowMs + 1, 12_345)
    expect(slow).toHaveLength(1)
    expect(slow[0]?.tookMs).toBe(slowMs + 1)
    expect(slow[0]?.plan.join(' ')).toContain('SCAN n')
    expect(JSON.stringify(slow)).not.toContain('12345')
    db.close()
  })

  it('a transaction inside another is part of it; one that throws leaves nothing', () => {
    const db = openAt(join(newFolder(), 'a.db'))
    db.write.exec('CREATE TABLE t (a)')
    expect(() =>
      db.write.transaction(() => {
        db.write.run('INSERT INTO t VALUES (1)')
        db.write.transaction(() => db.write.run('INSERT INTO t VALUES (2)'))
        throw new Error('stop')
      }),
    ).toThrow('stop')
    expect(db.read.all('SELECT a FROM t')).toEqual([])
    db.close()
  })
})

describe('migrations', () => {
  it('are numbered without a gap', () => {
    expect(migrations.map((step) => step.version)).toEqual(migrations.map((_, i) => i + 1))
    expect(schemaVersion).toBe(migrations.length)
  })

  it.each(migrations.map((step) => step.version))(
    'number %i brings the version before to the next, and twice is once',
    (version) => {
      const file = join(newFolder(), 'a.db')
      const db = openAt(file)
      migrate(db.write, version - 1)
      migrate(db.write, version)
      const schema = db.read.all('SELECT name, sql FROM sqlite_schema ORDER BY name')
      migrate(db.write, version)
      expect(db.read.all('SELECT name, sql FROM sqlite_schema ORDER BY name')).toEqual(schema)
      expect(db.read.get('PRAGMA user_version')).toEqual({ user_version: version })
      db.close()
      rmSync(file)
    },
  )

  it('number 2 has the store fold anew what was ever transferred', () => {
    const db = openAt(join(newFolder(), 'a.db'))
    migrate(db.write, 1)
    putMeta(db.write, 'readable', ['opened@1', 'transferred@1', 'held@1'])
    migrate(db.write, 2)
    expect(getMeta(db.read, 'readable')).toEqual(['opened@1', 'held@1'])
    db.close()
  })

  it('number 1 makes every table of the record, strict', () => {
    const db = openAt(join(newFolder(), 'a.db'))
    migrate(db.write, 1)
    const tables = db.read.all<{ name: string; strict: number }>(
      `SELECT name, strict FROM pragma_table_list WHERE schema = 'main'`,
    )
    const own = tables.filter((table) => !table.name.startsWith('sqlite_'))
    expect(own.every((table) => table.strict === 1)).toBe(true)
    expect(own.map((table) => table.name)).toEqual(
      expect.arrayContaining([
        'events',
        'cases',
        'counts',
        'customer_keys',
        'drafts',
        'reference',
        'refused',
        'scopes',
      ]),
    )
    db.close()
  })
})
