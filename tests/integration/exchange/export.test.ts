import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Format } from '../../../electron/core/exchange/inspect-file.ts'
import { readCases } from '../../../electron/core/exchange/read-cases.ts'
import { CellTooLongError } from '../../../electron/core/exchange/write-cases.ts'
import type { CaseDocument } from '../../../shared/contract/case-document.ts'
import type { ExportedCase } from '../../../shared/contract/exchange.ts'
import { agent, type Core, exportBytes, exported, idsIn, importInto, openCore } from './core.ts'
import { fileFolder, rowsOf } from './rows.ts'

const files = fileFolder()
const cores: Core[] = []
const open = async (...args: Parameters<typeof openCore>): Promise<Core> => {
  const core = await openCore(...args)
  cores.push(core)
  return core
}
afterAll(async () => {
  await Promise.all(cores.map((it) => it.close()))
})

/** Texts that formats trip over: quotes, separators, formulas, escapes of XML and of cells, line ends, astral characters. */
const piece = fc.constantFrom(
  ...[
    '=1+1',
    "'",
    '"',
    ',',
    ';',
    '\n',
    '\t',
    '_x000D_',
    '_x005F_',
    '&lt;',
    '<b>',
    ']]>',
    '&',
    '@x',
    '+86',
    '-',
    '＝',
    '𠮷',
    '🙂',
    ' ',
  ],
  ...['退款', '{{x', '\\', 'a', '1', 'null', '[1]', '2024-05-10'],
)
const words = fc
  .array(piece, { minLength: 1, maxLength: 8 })
  .map((it) => it.join('').trim())
  .filter((it) => it !== '')
const label = words.filter((it) => !it.includes('{{'))
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const time = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2026, 5) }).map((ms) => new Date(ms).toISOString())

const demand = fc.record(
  {
    kind: fc.constantFrom('refund', 'explain', 'other'),
    text: words,
    wantedBy: time,
    amount: fc.integer({ min: 0, max: 10_000_000 }).map((fen) => fen / 100),
  },
  { requiredKeys: ['kind'] },
)
const documents = fc
  .record({
    kind: fc.constantFrom('complaint', 'inquiry'),
    channel: fc.constantFrom('hotline', 'weibo'),
    receivedAt: time,
    foundAt: maybe(time),
    seat: maybe(label),
    callId: maybe(fc.constantFrom('c-1', '0_7')),
    queue: maybe(label),
    customer: fc.record(
      {
        name: label,
        phones: fc.constantFrom([], ['+8613812345678'], ['+861012345678;ext=8012', '95588']),
        company: label,
        account: label,
        preferredContact: fc.constantFrom('sms', 'letter'),
        language: fc.constantFrom('zh-CN', 'en'),
        email: fc.constantFrom('a@example.com'),
        tags: fc.constantFrom(['vip'], ['老客户', 'a/b', 'x.y']),
      },
      { requiredKeys: [] },
    ),
    issue: fc.record(
      {
        symptom: words,
        impact: words,
        occurredAt: time,
        scenario: fc.constantFrom('billing'),
        product: label,
        region: label,
      },
      { requiredKeys: ['symptom'] },
    ),
    demands: fc.array(demand, { maxLength: 3 }),
    classification: maybe(
      fc.record(
        { urgency: fc.constantFrom('high', 'low'), problemType: fc.constantFrom('process') },
        { requiredKeys: [] },
      ),
    ),
    emotion: maybe(fc.integer({ min: 0, max: 100 })),
    notes: maybe(fc.array(words, { minLength: 1, maxLength: 3 })),
  })
  .map((it) => JSON.parse(JSON.stringify(it)) as object)

const bodies = (cases: readonly ExportedCase[]): (CaseDocument | null)[] => cases.map((it) => it.case)

describe('an export that is imported again', () => {
  let source: Core
  let cases: readonly ExportedCase[]
  beforeAll(async () => {
    source = await open()
    const lines = fc.sample(documents, { numRuns: 150, seed: 7 }).map((it) => JSON.stringify(it))
    const { summary, lines: told } = await importInto(source, files.put('random.jsonl', lines.join('\n')))
    if (summary.saved !== 150) throw new Error(JSON.stringify(told.slice(0, 3)))
    cases = await exported(source, 'a test')
  })

  for (const format of ['jsonl', 'csv', 'xlsx'] as const satisfies readonly Format[]) {
    it(`${format}: 150 cases of all sorts are the same, field by field`, async () => {
      const path = files.put(`again.${format}`, await exportBytes(cases, format))
      const copy = await open()
      const { summary, lines } = await importInto(copy, path)
      expect(lines).toEqual([])
      expect(summary).toMatchObject({ saved: 150, refused: 0 })
      const back = await exported(copy, 'a test')
      expect(bodies(back)).toEqual(bodies(cases))
      expect((await importInto(source, path)).summary).toMatchObject({ saved: 0, held: 150 })
      expect((await importInto(source, path)).lines).toEqual([])
    })
  }

  it('no cell of a spreadsheet begins like a formula', async () => {
    for (const format of ['csv', 'xlsx'] as const) {
      const rows = await rowsOf(files.put(`safe.${format}`, await exportBytes(cases, format)))
      const cells = rows.flatMap((row) => [...row.cells.values()].map(String))
      expect(cells.filter((it) => /^[=+\-@\t\r\n＝＋－＠]/.test(it))).toEqual([])
      expect(cells.some((it) => it.startsWith("'="))).toBe(true)
      expect(rows.every((row) => row.formulas === undefined)).toBe(true)
    }
  })

  it('an empty export is a header, or nothing', async () => {
    expect((await exportBytes([], 'csv')).toString()).toMatch(/^\ufeffid,number,status,.*,notes\r\n$/)
    expect((await exportBytes([], 'jsonl')).length).toBe(0)
    expect(await rowsOf(files.put('empty.xlsx', await exportBytes([], 'xlsx')))).toEqual([])
  })

  it('a text that no Excel cell holds is not cut in silence', async () => {
    const [first] = cases
    if (!first?.case) throw new Error('no case')
    const long = { ...first, case: { ...first.case, notes: Array.from({ length: 20 }, () => '长'.repeat(2_000)) } }
    await expect(exportBytes([long], 'xlsx')).rejects.toBeInstanceOf(CellTooLongError)
    expect((await exportBytes([long], 'csv')).length).toBeGreaterThan(40_000)
  })
})

describe('personal data in an export', () => {
  const document = {
    receivedAt: '2026-06-01T00:00:00.000Z',
    customer: { name: '张三', phones: ['+8613812345678'], email: 'zhangsan@example.com', account: 'ACC-20240001' },
    issue: { symptom: '张三来电，电话13812345678', impact: '无法发货' },
    demands: [{ kind: 'explain', text: '请回电13812345678' }],
    notes: ['账号ACC-20240001'],
  }
  const prepared = async (core: Core): Promise<void> => {
    await importInto(core, files.put('person.jsonl', JSON.stringify(document)))
  }

  it('CASE-5b is masked wherever it stands, in every format', async () => {
    const core = await open()
    await prepared(core)
    const cases = await exported(core)
    expect(cases).toMatchObject([
      {
        masked: true,
        case: {
          customer: { name: '张*', phones: ['138****5678'], email: 'z***@example.com' },
          issue: { symptom: '张*来电，电话138****5678', impact: '无法发货' },
          demands: [{ text: '请回电138****5678' }],
        },
      },
    ])
    for (const format of ['jsonl', 'csv'] as const)
      expect((await exportBytes(cases, format)).toString()).not.toMatch(/张三|12345678|zhangsan|20240001/)
  })

  it('CASE-5c shown with a reason leaves one event for each field on the record, and the reason', async () => {
    const core = await open()
    await prepared(core)
    const [shown] = await exported(core, '交接给新系统')
    expect(shown).toMatchObject({ masked: false, case: document })
    const [id] = await idsIn(core)
    const reveals = id === undefined ? [] : (core.store.read.getCase(id)?.case.reveals ?? [])
    expect(reveals.map((it) => it.field).sort()).toEqual([
      'customer.account',
      'customer.email',
      'customer.name',
      'customer.phones',
      'issue.symptom',
    ])
    expect(new Set(reveals.map((it) => `${it.reasonCode}|${it.reason}|${it.by}`))).toEqual(
      new Set(['export|交接给新系统|agent-1']),
    )
  })

  it('CASE-5c who may not have it shown gets it masked, and is told', async () => {
    const core = await open()
    await prepared(core)
    const administrator = {
      ...core.deps,
      who: () => ({ actor: { ...agent, role: 'admin' as const }, session: 's' as never }),
    }
    const { cases, refused } = readCases(administrator, await idsIn(core), { reason: 'x' })
    expect(cases).toMatchObject([{ masked: true, case: { customer: { name: '张*' } } }])
    expect(refused).toMatchObject([{ refusals: [{ tag: 'role.denied' }] }])
  })

  it('TRU-2c amounts stand in it only for roles that read money', async () => {
    const core = await open()
    const wish = { ...document, demands: [{ kind: 'refund', amount: 399, currency: 'CNY' }] }
    await importInto(core, files.put('money.jsonl', JSON.stringify(wish)))
    const by = (role: 'legal' | 'brand') => ({
      ...core.deps,
      who: () => ({ actor: { ...agent, id: 'other' as never, role }, session: 's' as never }),
    })
    const ids = await idsIn(core)
    const demands = (role: 'legal' | 'brand') => readCases(by(role), ids).cases.map((it) => it.case?.demands)
    expect(demands('legal')).toEqual([[{ kind: 'refund', amount: 399, currency: 'CNY' }]])
    expect(demands('brand')).toEqual([[{ kind: 'refund' }]])
  })

  it('cases of other teams are not in it', async () => {
    const core = await open()
    await prepared(core)
    const other = {
      ...core.deps,
      who: () => ({ actor: { ...agent, scopes: ['team:rnd' as never] }, session: 's' as never }),
    }
    expect(readCases(other, await idsIn(core), { reason: 'x' })).toEqual({ cases: [], refused: [] })
    expect(readCases({ ...core.deps, who: () => null }, await idsIn(core))).toEqual({ cases: [], refused: [] })
  })

  it('TRU-4 an erased customer leaves an empty line', async () => {
    const core = await open()
    await prepared(core)
    const [id] = await idsIn(core)
    const held = id === undefined ? null : core.store.read.getCase(id)
    if (held === null) throw new Error('no case')
    core.store.write.eraseCustomer(held.case.customerId)
    const cases = await exported(core, 'x')
    expect(cases).toMatchObject([{ case: null, masked: false }])
    const csv = files.put('erased.csv', await exportBytes(cases, 'csv'))
    expect((await importInto(core, csv)).lines).toEqual([{ row: 2, refused: [{ tag: 'import.erased' }] }])
  })
})
