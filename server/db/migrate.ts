import { createHash } from 'node:crypto'
import { first } from './migrations/0001-first.ts'
import { waiting } from './migrations/0002-waiting.ts'
import { choices } from './migrations/0003-choices.ts'
import { tagKeys } from './migrations/0004-tag-keys.ts'

/** One step forward; never edited once released, never undone. */
export interface Migration {
  readonly version: number
  readonly statements: readonly string[]
}

export const migrations: readonly Migration[] = [first, waiting, choices, tagKeys]

/** Changes with any change of the schema; test databases are kept by this name. */
export const schemaHash = (): string =>
  createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 16)

export type Exec = (text: string) => Promise<unknown[]>
export type MigrationRunner = (script: (exec: Exec) => Promise<void>) => Promise<void>

const versionTable = 'CREATE TABLE IF NOT EXISTS schema_versions (version INT PRIMARY KEY)'

/** Brings a database to the newest version and says whether it had to; throws when it is newer than this program. */
export async function migrate(run: MigrationRunner): Promise<boolean> {
  let isNewer = false
  await run(async (exec) => {
    await exec(versionTable)
    await exec('INSERT INTO schema_versions (version) VALUES (0) ON CONFLICT DO NOTHING')
  })
  await run(async (exec) => {
    await exec('SELECT version FROM schema_versions WHERE version = 0 FOR UPDATE')
    const rows = (await exec('SELECT max(version) AS version FROM schema_versions')) as { version: number }[]
    const current = Number(rows[0]?.version ?? 0)
    const newest = migrations.at(-1)?.version ?? 0
    if (current > newest) throw new Error(`database has schema ${current}, this program knows ${newest}`)
    for (const migration of migrations) {
      if (migration.version <= current) continue
      isNewer = true
      for (const text of migration.statements) await exec(text)
      await exec(`INSERT INTO schema_versions (version) VALUES (${migration.version})`)
    }
  })
  return isNewer
}
