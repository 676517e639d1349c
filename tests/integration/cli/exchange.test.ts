import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHostedCore } from '../../../electron/host/core-for-hosts.ts'
import { readOptions } from '../../../electron/start/options.ts'
import { faultsOf, redress } from './redress.ts'

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'redress-cli-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))

function put(name: string, content: unknown): string {
  const path = join(root, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
const at = (dir: string): string[] => ['--data-dir', join(root, dir)]

const map = {
  version: 1,
  source: 'shop',
  key: '单号',
  fields: {
    channel: { column: '渠道', map: { 电话: 'hotline', 微博: 'weibo' } },
    receivedAt: { column: '时间' },
    'customer.name': { column: '姓名' },
    'customer.phones': { column: '电话' },
    'issue.symptom': { column: '现象' },
  },
}
const csv = [
  '单号,渠道,时间,姓名,电话,现象',
  '1,电话,2024-05-10 10:20,张三,13812341234,订单列表打不开',
  '2,传真,2024-05-10 10:30,李四,13812341235,退款未到账',
  '3,微博,2024-05-10 10:40,王五,,=cmd()',
].join('\r\n')

describe('redress import and export', () => {
  it('a dry run first, then the same for good, then nothing new; lines as their schema says', async () => {
    const [mapping, file] = [put('map.json', map), put('shop.csv', csv)]
    const dry = await redress([...at('a'), 'import', file, '--map', mapping])
    expect(dry.code).toBe(1)
    expect(dry.lines).toMatchObject(
      [
        { row: 4, flagged: [{ tag: 'cell.formula', column: '现象' }] },
        { row: 3, refused: [{ tag: 'map.value_unknown', field: 'channel', detail: { column: '渠道' } }] },
        { summary: { rows: 3, saved: 2, refused: 1, flagged: 1, dryRun: true, encoding: 'utf-8', format: 'csv' } },
      ].toSorted((a, b) => ('row' in a ? a.row : 9) - ('row' in b ? b.row : 9)),
    )
    expect(dry.stderr).toContain('dry run: nothing was saved; --commit would save 2 cases')
    expect((await redress([...at('a'), 'case', 'list', '--view', 'all'])).lines).toEqual([])
    const real = await redress([...at('a'), 'import', file, '--map', mapping, '--commit'])
    expect(real).toMatchObject({ code: 1 })
    expect(real.lines.at(-1)).toMatchObject({ summary: { saved: 2, dryRun: false } })
    expect(real.stderr).toMatch(/import \[#{24}\] 100 % {2}3 rows/)
    const again = await redress([...at('a'), 'import', file, '--map', mapping, '--commit'])
    expect(again.lines.at(-1)).toMatchObject({ summary: { saved: 0, savedBefore: 2, resumedAfterRow: 4 } })
    expect(faultsOf('import.out', [...dry.lines, ...real.lines, ...again.lines])).toEqual([])
    expect(faultsOf('import.map.in', [map])).toEqual([])
  })

  it('finds what was imported, by words, name, initials, and number', async () => {
    const core = await openHostedCore(readOptions([...at('a'), '--server', 'none'], {}))
    try {
      for (const text of ['订单', '张三', 'zs', '13812341234', '1234', 'L1-1']) {
        const { code, lines } = await redress([...at('a'), 'case', 'search', text])
        expect([text, code, lines.length]).toEqual([text, 0, 1])
        expect(faultsOf('case search.out', lines)).toEqual([])
        expect(JSON.stringify(lines)).not.toContain('13812341234')
      }
      expect(await redress([...at('a'), 'case', 'search', '没有这样的话'])).toMatchObject({ code: 0, lines: [] })
    } finally {
      if (core.ok) await core.value.close()
    }
  })

  it('exports masked to stdout, unmasked with a reason to a file, and reads its own file again', async () => {
    const masked = await redress([...at('a'), 'export'])
    expect(masked).toMatchObject({
      code: 0,
      lines: [{ masked: true, case: { customer: { phones: ['138****1234'] } } }, {}],
    })
    expect(faultsOf('export.out', masked.lines)).toEqual([])
    const out = join(root, 'out.csv')
    const done = await redress([...at('a'), 'export', '--out', out, '--unmasked', '--reason', '交接'])
    expect(done.lines).toEqual([{ summary: { format: 'csv', cases: 2, stayedMasked: 0, masked: false } }])
    expect(faultsOf('export.out', done.lines)).toEqual([])
    expect(readFileSync(out, 'utf8')).toContain("'=cmd()")
    const other = await redress([...at('b'), 'import', out, '--commit'])
    expect(other).toMatchObject({ code: 0, lines: [{ summary: { saved: 2 } }] })
    expect((await redress([...at('b'), 'case', 'search', 'cmd'])).lines).toMatchObject([{ symptom: '=cmd()' }])
    const record = await redress([...at('a'), 'case', 'show', String(masked.lines[0]?.['id'])])
    expect(JSON.stringify(record.lines)).toContain('"field":"customer.phones","reasonCode":"export","reason":"交接"')
    expect(faultsOf('case show.out', record.lines)).toEqual([])
  })

  it('goes through the core that is running, beside the people who work at it', async () => {
    const core = await openHostedCore(readOptions([...at('a'), '--server', 'none'], {}))
    try {
      const file = put('more.csv', `${csv}\r\n9,电话,2024-05-11 09:00,赵六,,发票抬头开错`)
      const { code, lines } = await redress([...at('a'), 'import', file, '--map', put('map.json', map), '--commit'])
      expect([code, lines.at(-1)]).toMatchObject([1, { summary: { saved: 1, repeated: 2, refused: 1 } }])
      expect((await redress([...at('a'), 'export'])).lines).toHaveLength(3)
    } finally {
      if (core.ok) await core.value.close()
    }
  })

  it('says in one line, ending 2, what it cannot use', async () => {
    const [mapping, file] = [put('map.json', map), put('shop.csv', csv)]
    const bad: readonly (readonly [readonly string[], string])[] = [
      [['import'], "missing required argument 'file'"],
      [['import', file, '--map', join(root, 'gone.json')], 'gone.json cannot be read (ENOENT)'],
      [['import', file, '--map', file], 'is no JSON'],
      [['import', file, '--map', put('bad.json', { ...map, sheets: 1 })], '--map: sheets: '],
      [['import', file, '--mapp', mapping], "unknown option '--mapp'"],
      [['export', '--unmasked'], '--unmasked needs --reason TEXT'],
      [['export', '--out', file], 'is there already; --force replaces it'],
      [['export', '--format', 'pdf'], '--format must be one of csv, jsonl, xlsx; it is "pdf"'],
      [['export', '--format', 'xlsx'], '--format xlsx needs --out FILE'],
      [['export', '--view', 'none'], '--view must be one of'],
      [['case', 'search'], "missing required argument 'text'"],
      [['case', 'search', 'x', '--order', 'best'], '--order must be one of newest, relevance'],
      [['sla'], "required option '--events <file>' not specified"],
    ]
    for (const [args, words] of bad) {
      const { code, stdout, stderr } = await redress([...at('c'), ...args])
      expect([args, code, stdout]).toEqual([args, 2, ''])
      expect(stderr).toContain(words)
      expect(stderr.trim().split('\n')).toHaveLength(1)
    }
  })

  it('a file that cannot be read ends 2 with its refusal, a header that lacks a column ends 1', async () => {
    const mapping = put('map.json', map)
    const broken = await redress([...at('c'), 'import', put('x.xlsx', 'PK no archive'), '--map', mapping])
    expect(broken).toMatchObject({ code: 2, lines: [{ refused: [{ tag: 'import.zip_broken' }] }] })
    const lacking = await redress([...at('c'), 'import', put('lack.csv', '单号,时间\n1,2\n'), '--map', mapping])
    expect(lacking).toMatchObject({ code: 1, lines: [{ refused: [{ tag: 'map.column_missing' }] }] })
    expect(faultsOf('import.out', [...broken.lines, ...lacking.lines])).toEqual([])
  })
})

describe('redress case, sla, lint-phrase', () => {
  it('case new, act, show, list print lines of their schemas', async () => {
    const input = {
      receivedAt: '2024-05-10T10:20:00+08:00',
      customer: { phones: ['10086'] },
      issue: { symptom: '慢' },
      notes: ['一', '二'],
    }
    expect(faultsOf('case new.in', [input])).toEqual([])
    const made = await redress([...at('d'), 'case', 'new'], `${JSON.stringify(input)}\n`)
    expect(faultsOf('case new.out', made.lines)).toEqual([])
    const id = String(made.lines[0]?.['id'])
    const acted = await redress([...at('d'), 'case', 'act', id], '{"type":"addNote","text":"三"}\n{"type":"close"}\n')
    expect(acted).toMatchObject({ code: 1, lines: [{ id }, { refused: [{}] }] })
    expect(faultsOf('case act.out', acted.lines)).toEqual([])
    const shown = await redress([...at('d'), 'case', 'show', id])
    expect(faultsOf('case show.out', shown.lines)).toEqual([])
    expect(shown.lines[0]).toMatchObject({ case: { notes: [{ text: '一' }, { text: '二' }, { text: '三' }] } })
    const unknown = await redress([...at('d'), 'case', 'show', '018f604c-d880-7000-8000-000000000000'])
    expect([unknown.code, faultsOf('case show.out', unknown.lines)]).toEqual([1, []])
    const listed = await redress([...at('d'), 'case', 'list'])
    expect([listed.lines.length, faultsOf('case list.out', listed.lines)]).toEqual([1, []])
    expect(faultsOf('verify.out', (await redress([...at('d'), 'verify'])).lines)).toEqual([])
    expect(faultsOf('doctor.out', (await redress([...at('d'), 'doctor'])).lines)).toEqual([])
  })

  it('sla says what each clock says at a time', async () => {
    const events = put(
      'events.jsonl',
      '{"at":"2024-05-10T10:20:00+08:00","type":"opened","urgency":"mid","channel":"hotline"}\n',
    )
    const { code, lines } = await redress([
      'sla',
      '--events',
      events,
      '--calendar',
      'cn-office',
      '--at',
      '2024-05-10T10:30:00+08:00',
    ])
    expect([code, faultsOf('sla.out', lines)]).toEqual([0, []])
    expect(lines.map((it) => [it['clock'], it['state'], it['remainingMs']])).toContainEqual([
      'ack',
      'running',
      1_200_000,
    ])
    const policy = await redress([
      'sla',
      '--events',
      events,
      '--policy',
      'resources/policies/default-v1.json',
      '--at',
      '2024-05-10T02:30:00Z',
    ])
    expect(policy.lines).toEqual(lines)
    const bad = await redress(['sla', '--events', events, '--at', 'soon'])
    expect([bad.code, bad.lines, faultsOf('sla.out', bad.lines)]).toEqual([
      2,
      [{ error: { tag: 'time.malformed', field: 'at' } }],
      [],
    ])
  })

  it('lint-phrase names what is wrong, and ends 0 when nothing is', async () => {
    const bad = await redress(['lint-phrase', '我们会尽快处理'])
    expect([bad.code, faultsOf('lint-phrase.out', bad.lines)]).toEqual([1, []])
    expect(await redress(['lint-phrase', '我在今天15:00前给您回电。'])).toMatchObject({ code: 0 })
    expect(await redress(['lint-phrase', ' '])).toMatchObject({ code: 2, lines: [{ error: { tag: 'lint.empty' } }] })
  })

  it('every command has help, which ends 0', async () => {
    const commands = [[], ['case'], ...['new', 'show', 'list', 'search', 'act'].map((it) => ['case', it])]
    const all = [
      ...commands,
      ...['import', 'export', 'verify', 'doctor', 'backup', 'restore', 'sla', 'lint-phrase', 'schema'].map((it) => [
        it,
      ]),
    ]
    for (const command of all) {
      const { code, stdout, stderr } = await redress([...command, '--help'])
      expect([command, code, stderr]).toEqual([command, 0, ''])
      expect(stdout).toMatch(/^Usage: redress/)
    }
    expect((await redress([])).code).toBe(2)
  })
})

describe('the committed schemas', () => {
  it('are sharp: a line that lacks a part, has one too many or another type is told', () => {
    const line = { row: 2, refused: [{ tag: 'x' }] }
    expect(faultsOf('import.out', [line])).toEqual([])
    for (const bent of [{ row: 2 }, { ...line, more: 1 }, { ...line, row: '2' }, { ...line, refused: [{}] }])
      expect(faultsOf('import.out', [bent])).toHaveLength(1)
    expect(faultsOf('import.map.in', [{ ...map, fields: { 'issue.symtom': { column: 's' } } }])).toHaveLength(1)
    expect(faultsOf('none', [])).toEqual(['no schema none'])
  })
})

describe('a store with a password', () => {
  it('TRU-3b opens with the file named by option or environment, and with no other', async () => {
    const [right, wrong] = [put('right.txt', 'correct horse battery\n'), put('wrong.txt', 'wrong horse battery')]
    const made = await redress([...at('e'), '--password-file', right, 'case', 'list'])
    expect(made).toMatchObject({ code: 0 })
    expect(await redress([...at('e'), 'case', 'list'], '', { REDRESS_PASSWORD_FILE: right })).toMatchObject({ code: 0 })
    const refused = await redress([...at('e'), '--password-file', wrong, 'case', 'list'])
    expect([refused.code, refused.stderr]).toEqual([2, 'the store cannot be opened: unlock.wrong\n'])
    const none = await redress([...at('e'), 'case', 'list'])
    expect([none.code, none.stderr]).toEqual([
      2,
      'the store cannot be opened: unlock.needs_password (give --password-file)\n',
    ])
    const gone = await redress([...at('e'), '--password-file', join(root, 'none.txt'), 'case', 'list'])
    expect([gone.code, gone.stderr]).toEqual([2, expect.stringContaining('cannot be read (ENOENT)')])
  })
})
