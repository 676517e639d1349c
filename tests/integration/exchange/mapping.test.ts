import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTimeReader } from '../../../electron/core/exchange/read-time.ts'
import { parseMapping } from '../../../electron/core/exchange/row-mapping.ts'
import { type Core, exported, importInto, nowMs, openCore } from './core.ts'
import { fileFolder } from './rows.ts'

const files = fileFolder()
let core: Core
beforeAll(async () => {
  core = await openCore()
})
afterAll(() => core.close())

const always = { channel: { value: 'web_form' }, receivedAt: { value: '2026-06-30T10:00:00+08:00' } }
const symptom = { 'issue.symptom': { column: 's' } }

/** What rows of CSV become under these rules: the documents, or `row: tag field`. */
async function becomes(csv: string, fields: object, more: object = {}): Promise<unknown[]> {
  const path = files.put(`m${files.dir.length}-${Math.abs(hash(csv + JSON.stringify([fields, more])))}.csv`, csv)
  const { lines, summary } = await importInto(core, path, {
    map: { version: 1, source: 'test', fields: { ...always, ...symptom, ...fields }, ...more },
  })
  const cases = summary.saved === 0 ? [] : (await exported(core, 'test')).slice(-summary.saved)
  const refused = lines.flatMap(({ row, refused: all = [] }) =>
    all.map((it) => [row, it.tag, it.field, it.detail?.['column']]),
  )
  return [...cases.map((it) => it.case), ...refused]
}
const hash = (text: string): number => [...text].reduce((sum, it) => (sum * 31 + it.charCodeAt(0)) | 0, 7)

describe('the mapping file', () => {
  it('is refused with the field that is wrong', () => {
    const refused = (value: unknown) => {
      const parsed = parseMapping(value)
      return parsed.ok ? null : [parsed.error.tag, parsed.error.field]
    }
    const good = { version: 1, source: 's', fields: { ...always, ...symptom } }
    expect(refused(good)).toBeNull()
    expect(refused({ ...good, version: 2 })).toEqual(['map.malformed', 'version'])
    expect(refused({ ...good, feilds: {} })).toEqual(['map.malformed', 'feilds'])
    expect(refused({ ...good, zone: 'Mars/Base' })).toEqual(['map.malformed', 'zone'])
    expect(refused({ ...good, fields: { 'issue.symtom': { column: 's' } } })).toEqual([
      'map.malformed',
      'fields.issue.symtom',
    ])
    expect(refused({ ...good, fields: { team: { column: 'a', value: 'b' } } })).toEqual([
      'map.malformed',
      'fields.team',
    ])
    expect(refused([])).toEqual(['map.malformed', ''])
  })

  it('that names a column the file lacks ends the import before its first row', async () => {
    const path = files.put('lacks.csv', 's\nx\n')
    const map = { version: 1, source: 'test', fields: { ...always, ...symptom, team: { column: 'Team' } } }
    await expect(importInto(core, path, { map })).rejects.toMatchObject({
      refusal: { tag: 'map.column_missing', detail: { column: 'Team' } },
    })
  })
})

describe('rules', () => {
  it('CASE-1 fill every part of a case', async () => {
    const csv =
      '姓名,电话,标题,正文,金额,何时\n张三,"138 1234 5678、010-12345678",标题,正文,"[{""kind"":""refund"",""amount"":12.5}]",2026/6/29 9:05\n'
    const [first] = await becomes(csv, {
      kind: { value: 'complaint' },
      'customer.name': { column: '姓名' },
      'customer.phones': { column: '电话' },
      'customer.tags': { value: ['vip', '老客户'] },
      'issue.symptom': { columns: ['标题', '正文'], join: '：' },
      'issue.occurredAt': { column: '何时' },
      demands: { column: '金额' },
      emotion: { value: 72 },
      notes: { value: ['来自旧系统'] },
    })
    expect(first).toMatchObject({
      kind: 'complaint',
      channel: 'web_form',
      receivedAt: '2026-06-30T02:00:00.000Z',
      customer: { name: '张三', phones: ['+8613812345678', '+861012345678'], tags: ['vip', '老客户'] },
      issue: { symptom: '标题：正文', occurredAt: '2026-06-29T01:05:00.000Z' },
      demands: [{ kind: 'refund', amount: 12.5, currency: 'CNY' }],
      emotion: 72,
      notes: ['来自旧系统'],
      team: 'service',
    })
  })

  it('turn codes into words, keep or refuse what they do not know, stand in for what is empty', async () => {
    const map = { 高: 'high', 低: 'low' }
    expect(
      (await becomes('s,u\na,高\nb,\nc,中\n', { 'classification.urgency': { column: 'u', map, default: 'mid' } })).map(
        (it) => (Array.isArray(it) ? it : (it as { classification: { urgency: string } }).classification.urgency),
      ),
    ).toEqual(['high', 'mid', [4, 'map.value_unknown', 'classification.urgency', 'u']])
    const kept = await becomes('s,r\na,华东\nb,北\n', {
      'issue.region': { column: 'r', map: { 北: '华北' }, otherwise: 'keep' },
    })
    expect(kept.map((it) => (it as { issue: { region: string } }).issue.region)).toEqual(['华东', '华北'])
  })

  it('refuse a row with every fault of it, its column, and never its value', async () => {
    expect(
      await becomes('s,t,p\nx,昨天左右吧,13x\n,2026-02-30,110\n', {
        receivedAt: { column: 't' },
        'customer.phones': { column: 'p' },
      }),
    ).toEqual([
      [2, 'when.leftover', 'receivedAt', 't'],
      [2, 'phone.unreadable', 'customer.phones', 'p'],
      [3, 'when.impossible', 'receivedAt', 't'],
    ])
  })

  it('leave to the kernel what is the kernel’s: times to come, words it does not know, texts too long', async () => {
    const refusals = await becomes(
      `s,c,t\nx,phone,2026-06-30 10:00\nx,hotline,2026-07-02 10:00\n${'长'.repeat(4_001)},hotline,2026-06-30\n`,
      {
        channel: { column: 'c' },
        receivedAt: { column: 't' },
      },
    )
    expect(refusals).toEqual([
      [2, 'input.not_offered', 'reception.channel', undefined],
      [3, 'time.future', 'reception.receivedAtMs', undefined],
      [4, 'text.too_long', 'issue.symptom', undefined],
    ])
  })

  it('keep what is too long as notes when asked to, cut where a sentence ends', async () => {
    const text = `${'一句话。'.repeat(999)}最后一句话很长很长。${'再来一句。'.repeat(900)}`
    const [made] = (await becomes(`s\n${text}\n`, {}, { long: 'notes' })) as [
      { issue: { symptom: string }; notes: string[] },
    ]
    expect(made.issue.symptom.length).toBeLessThanOrEqual(4_000)
    expect(made.issue.symptom.endsWith('。')).toBe(true)
    expect(made.issue.symptom + made.notes.join('')).toBe(text)
  })

  it('a cell with broken characters costs its row', async () => {
    const path = files.put(
      'cut.csv',
      Buffer.concat([Buffer.from('s\n好\n坏'), Buffer.from([0xe4, 0xbd]), Buffer.from('\n')]),
    )
    const { lines, summary } = await importInto(core, path, {
      map: { version: 1, source: 'test', fields: { ...always, ...symptom } },
    })
    expect(lines).toEqual([
      { row: 3, refused: [{ tag: 'text.broken', field: 'issue.symptom', detail: { column: 's' } }] },
    ])
    expect(summary).toMatchObject({ saved: 1, refused: 1 })
  })
})

describe('formulas', () => {
  it('are flagged, taken as the text they are, and a guarded one is bare again', async () => {
    const csv = 's,p\n"=HYPERLINK(""http://x"",""y"")",+86 138 1234 5678\n@SUM(A1),\n\'=1+1,\n-12,\n'
    const path = files.put('formulas.csv', csv)
    const map = { version: 1, source: 'test', fields: { ...always, ...symptom, 'customer.phones': { column: 'p' } } }
    const { lines, summary } = await importInto(core, path, { map })
    expect(lines).toEqual([2, 3, 4].map((row) => ({ row, flagged: [{ tag: 'cell.formula', column: 's' }] })))
    expect(summary).toMatchObject({ saved: 4, flagged: 3 })
    expect((await exported(core, 'test')).slice(-4).map((it) => it.case?.issue.symptom)).toEqual([
      '=HYPERLINK("http://x","y")',
      '@SUM(A1)',
      '=1+1',
      '-12',
    ])
  })
})

describe('times of a column', () => {
  const read = (zone: string, text: string): string => {
    const found = createTimeReader(zone, nowMs)(text)
    return found.ok ? new Date(found.value).toISOString() : found.error.tag
  }

  it('CALL-3 are on the clock of the zone, to the second, in every usual spelling', () => {
    for (const text of [
      '2024-05-10 10:20:30',
      '2024/5/10 10:20:30',
      '2024.05.10 10:20:30',
      '2024年5月10日 10:20:30',
      '2024-05-10T10:20:30',
    ])
      expect(read('Asia/Shanghai', text)).toBe('2024-05-10T02:20:30.000Z')
    expect(read('Asia/Shanghai', '2024-05-10')).toBe('2024-05-09T16:00:00.000Z')
    expect(read('Asia/Shanghai', '2024-05-10T10:20:30.250+09:00')).toBe('2024-05-10T01:20:30.250Z')
    expect([read('UTC', '1715307630'), read('UTC', '1715307630123')]).toEqual([
      '2024-05-10T02:20:30.000Z',
      '2024-05-10T02:20:30.123Z',
    ])
    expect(read('Asia/Shanghai', '昨天上午十点一刻')).toBe('2026-06-30T02:15:00.000Z')
  })

  it('know when the clocks change, and refuse the hour that is not there', () => {
    expect(read('America/New_York', '2024-03-10 01:30')).toBe('2024-03-10T06:30:00.000Z')
    expect(read('America/New_York', '2024-03-10 03:30')).toBe('2024-03-10T07:30:00.000Z')
    expect(read('America/New_York', '2024-03-10 02:30')).toBe('when.impossible')
    expect(read('Asia/Shanghai', '2024-02-30 10:00')).toBe('when.impossible')
    expect(read('Asia/Shanghai', '2024-02-29 24:61')).toBe('when.impossible')
  })

  it('an area that changes within the hour is read exactly', () => {
    expect(read('Australia/Lord_Howe', '2024-04-07 01:10')).toBe('2024-04-06T14:10:00.000Z')
  })
})
