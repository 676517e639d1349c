import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { consoleDir } from '../../../electron/core/console.ts'
import { openNodeConsole } from '../../../electron/core/node-ports.ts'
import { faultsOf, redress } from './redress.ts'

const root = mkdtempSync(join(tmpdir(), 'redress-cli-backup-'))
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))

const at = (folder: string) => ['--data-dir', join(root, folder)]
const newCase = (symptom: string) =>
  JSON.stringify({
    receivedAt: '2024-05-10T10:20:00+08:00',
    customer: { name: '张三', phones: ['13800000000'] },
    issue: { symptom },
  })

describe('redress backup and restore', () => {
  it('SYNC-1 a lost file comes back from the backup and all that is newer, set aside or not', async () => {
    const place = at('a')
    expect(await redress([...place, 'case', 'new'], newCase('备份之前'))).toMatchObject({ code: 0 })
    const backup = await redress([...place, 'backup'])
    expect(backup).toMatchObject({ code: 0, lines: [{ events: 1, keys: 1 }] })
    expect(faultsOf('backup.out', backup.lines)).toEqual([])
    expect(await redress([...place, 'case', 'new'], newCase('备份之后'))).toMatchObject({ code: 0 })
    rmSync(join(consoleDir(join(root, 'a'), 'agent'), 'case.db'))
    const restore = await redress([...place, 'restore', String(backup.lines[0]?.['file'])])
    expect(restore).toMatchObject({ code: 0, lines: [{ fromBackup: 1, fromRecorder: 1, cases: 2 }] })
    expect(faultsOf('restore.out', restore.lines)).toEqual([])
    const listed = await redress([...place, 'case', 'list', '--view', 'all'])
    expect(listed.lines.map((line) => line['symptom']).toSorted()).toEqual(['备份之前', '备份之后'].toSorted())
    expect(await redress([...place, 'verify'])).toMatchObject({ code: 0, lines: [{ ok: true, events: 2 }] })
  })

  it('a backup goes beside an open console, a restore asks for the folder to itself', async () => {
    const place = at('b')
    expect(await redress([...place, 'case', 'new'], newCase('开着'))).toMatchObject({ code: 0 })
    const opened = await openNodeConsole({ dataDir: join(root, 'b'), profile: 'agent', server: 'none' })
    if (!opened.ok) throw new Error(opened.error.tag)
    expect(await redress([...place, 'backup'])).toMatchObject({ code: 0, lines: [{ events: 1 }] })
    const restore = await redress([...place, 'restore'])
    expect(restore).toMatchObject({ code: 1, lines: [{ refused: [{ tag: 'store.in_use' }] }] })
    expect(faultsOf('restore.out', restore.lines)).toEqual([])
    await opened.value.close()
  })

  it('says what is missing', async () => {
    expect(await redress([...at('none'), 'backup'])).toMatchObject({
      code: 1,
      lines: [{ refused: [{ tag: 'store.missing' }] }],
    })
    const gone = await redress([...at('none'), 'restore', join(root, 'gone.db')])
    expect(gone).toMatchObject({ code: 1, lines: [{ refused: [{ tag: 'backup.missing' }] }] })
  })
})
