import { expect, it } from 'vitest'
import { migrations } from '../../../server/db/migrate.ts'
import { type Bed, type Home, onBothDatabases } from './tools/databases.ts'
import { createDevice, get } from './tools/device.ts'

/** A database as a program left it that knew the first `upTo` steps, with an organisation in it. */
async function madeBy(bed: Bed, upTo: number): Promise<Home> {
  const home = await bed.bare()
  const [query, end] = await bed.query(home)
  await query('CREATE TABLE schema_versions (version INT PRIMARY KEY)')
  await query('INSERT INTO schema_versions (version) VALUES (0)')
  for (const { version, statements } of migrations.slice(0, upTo)) {
    for (const text of statements) await query(text)
    await query(`INSERT INTO schema_versions (version) VALUES (${version})`)
  }
  await query(
    `INSERT INTO orgs (org, name, zone, epoch, epoch_index, epoch_ms, next_device, created_ms)
     VALUES ('older', 'kept', 'UTC', 'e', 0, 1, 1, 1)`,
  )
  await end()
  return home
}

onBothDatabases('a database of an older program', (bed) => {
  it('is brought forward from every step there was, keeps its rows, and is left alone the next time', async () => {
    // Each start of the embedded database takes seconds: there from the first step only.
    const steps = (await bed.bare()).kind === 'postgres' ? migrations.map((it) => it.version) : [1]
    for (const upTo of steps) {
      const home = await madeBy(bed, upTo)
      for (const start of ['first', 'second']) {
        const server = await bed.start(home)
        const device = createDevice()
        await device.login(server.url, 'lin')
        device.open()
        expect([start, (await device.push(server.url, 1)).lastN]).toEqual([start, 1])
        expect((await get(server.url, '/v1/directory', device.signIn().accessToken)).status).toBe(200)
        await server.close()
      }
      const [query, end] = await bed.query(home)
      const rows = async (text: string) => {
        const answer = (await query(text)) as { rows: unknown[] } | { rows: unknown[] }[]
        return (Array.isArray(answer) ? answer[0] : answer)?.rows
      }
      expect(await rows('SELECT version FROM schema_versions ORDER BY version')).toEqual(
        [0, ...migrations.map((it) => it.version)].map((version) => ({ version })),
      )
      expect(await rows(`SELECT name FROM orgs WHERE org = 'older'`)).toEqual([{ name: 'kept' }])
      await end()
    }
  })

  it('there is no way back: one that is newer than the program is not opened, and nothing in it is changed', async () => {
    const home = await madeBy(bed, migrations.length)
    const [query, end] = await bed.query(home)
    await query('INSERT INTO schema_versions (version) VALUES (99)')
    await end()
    await expect(bed.start(home)).rejects.toThrow(/schema 99/)
  })
})

it('steps are numbered from 1 on without a gap', () => {
  expect(migrations.map((it) => it.version)).toEqual(migrations.map((_, i) => i + 1))
})
