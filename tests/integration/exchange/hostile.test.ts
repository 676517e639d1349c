import { mkdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCsv } from '../../../electron/core/exchange/read-csv.ts'
import { readJsonLines } from '../../../electron/core/exchange/read-jsonl.ts'
import { limits, SourceError, type SourceRow } from '../../../electron/core/exchange/source-row.ts'
import { fileFolder, rowsOf, shown } from './rows.ts'
import { type BookParts, bookEntries, inlineRow, zipFile } from './zip-file.ts'

const files = fileFolder()

/** What a file is refused with, or its rows. */
async function read(name: string, content: string | Uint8Array): Promise<unknown> {
  try {
    return (await rowsOf(files.put(name, content))).map(shown)
  } catch (error) {
    if (error instanceof SourceError) return [error.refusal.tag, error.refusal.detail?.['why'] ?? ''].join(' ').trim()
    throw error
  }
}

async function* endless(before: string, unit: string, times: number, after: string): AsyncGenerator<Buffer> {
  yield Buffer.from(before)
  const chunk = Buffer.from(unit)
  for (let i = 0; i < times; i++) yield chunk
  yield Buffer.from(after)
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Rows, and how much more was held at most while they were read, MB: what is only waiting to be collected does not count. */
async function measured(rows: AsyncIterable<SourceRow>): Promise<{ lines: string[]; grownMb: number }> {
  const used = (): number => {
    collect()
    const { heapUsed, external } = process.memoryUsage()
    return (heapUsed + external) / 1e6
  }
  const before = used()
  const lines: string[] = []
  let grownMb = 0
  for await (const row of rows) {
    grownMb = Math.max(grownMb, used() - before)
    lines.push(
      shown({ ...row, cells: new Map([...row.cells].map(([name, cell]) => [name, String(cell).slice(0, 20)])) }),
    )
  }
  return { lines, grownMb }
}

const mb = 'x'.repeat(1024 * 1024)

describe('a cell of a gigabyte', () => {
  const csv = (source: AsyncGenerator<Buffer>) => measured(readCsv(source, { onHeader: () => undefined }))

  for (const [what, quote] of [
    ['quoted', '"'],
    ['bare', ''],
  ] as const) {
    it(`${what}: its row is refused, the next one is read, nothing is held`, async () => {
      const { lines, grownMb } = await csv(endless(`a,b\n1,${quote}`, mb, 1024, `${quote}\n2,ok\n`))
      expect(lines).toEqual(['2: a=1 !row.too_long !cell.too_long(b)', '3: a=2 b=ok'])
      expect(grownMb).toBeLessThan(320)
    })
  }

  it('a row of a million columns, a row of many long cells, doubled quotes without end', async () => {
    expect((await csv(endless('a,b\n1', ','.repeat(10_000), 100, '\n2,ok\n'))).lines).toEqual([
      '2: a=1 b=',
      '3: a=2 b=ok',
    ])
    expect((await csv(endless('a,b\n1', `,${'y'.repeat(9_999)}`, 800, '\n2,ok\n'))).lines).toEqual([
      '2: a=1 b=yyyyyyyyyyyyyyyyyyyy !row.too_many_cells',
      '3: a=2 b=ok',
    ])
    expect((await csv(endless('a,b\n1,"', '""'.repeat(500_000), 4, '"\n2,ok\n'))).lines).toEqual([
      '2: a=1 !cell.too_long(b)',
      '3: a=2 b=ok',
    ])
  })

  it('text behind the last column allowed is left out with its quotes', async () => {
    const many = Array.from({ length: limits.columns + 5 }, (_, n) => `"c${n}"`).join(',')
    const { lines } = await csv(endless(`a,b\n${many}`, ',"x"', 3, '\n2,ok\n'))
    expect(lines).toEqual(['2: a=c0 b=c1 !row.too_many_cells', '3: a=2 b=ok'])
  })

  it('a quote that is never closed', async () => {
    const { lines, grownMb } = await csv(endless('a,b\n1,x\n2,"', `${'z'.repeat(1000)},\n`, 100_000, ''))
    expect(lines).toEqual(['2: a=1 b=x', '3: !csv.quote_not_closed'])
    expect(grownMb).toBeLessThan(320)
  })

  it('a line of JSON', async () => {
    const { lines, grownMb } = await measured(readJsonLines(endless('{"a":"', mb, 1024, '"}\n{"a":1}\n')))
    expect(lines).toEqual(['1: !row.too_long', '2: a=1'])
    expect(grownMb).toBeLessThan(320)
  })

  it('in a workbook', async () => {
    const rows = `${inlineRow('a', 'b')}${inlineRow('1', 'x'.repeat(40_000_000))}${inlineRow('2', 'ok')}`
    expect(await read('big.xlsx', zipFile(bookEntries({ rows })))).toEqual(['2: a=1 !cell.too_long(b)', '3: a=2 b=ok'])
  })
})

describe('bombs', () => {
  it('of gzip are stopped where they go off', async () => {
    expect(await read('bomb.jsonl.gz', gzipSync(Buffer.alloc(100 * 1024 * 1024, 32)))).toBe('import.bomb')
  })

  it('of ZIP are seen before anything is unpacked', async () => {
    const bomb = zipFile([...bookEntries({}), { name: 'xl/media/zeros.bin', data: Buffer.alloc(100 * 1024 * 1024) }])
    expect(bomb.length).toBeLessThan(200_000)
    expect(await read('bomb.xlsx', bomb)).toBe('import.bomb')
  })

  it('of XML entities are no XML to us', async () => {
    const workbook = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><workbook>&c;</workbook>'
    expect(await read('dtd.xlsx', zipFile(bookEntries({ workbook })))).toBe('import.xml_broken document_type')
    expect(await read('entity.xlsx', zipFile(bookEntries({ rows: inlineRow('&unknown;') })))).toBe(
      'import.xml_broken entity',
    )
  })
})

describe('archives that lie', () => {
  const book = (parts: BookParts = { rows: inlineRow('a') + inlineRow('1') }) => bookEntries(parts)
  const bent = (change: object) =>
    zipFile(book().map((it) => (it.name.endsWith('sheet1.xml') ? { ...it, ...change } : it)))

  it('are refused whole, in one word', async () => {
    const good = zipFile(book())
    expect(await read('good.xlsx', good)).toEqual(['2: a=1'])
    const refusals: readonly (readonly [string, Uint8Array])[] = [
      ['import.zip_broken no_end', good.subarray(0, good.length - 30)],
      ['import.zip_broken sum', bent({ sum: 1 })],
      ['import.zip_broken longer_than_said', bent({ bytes: 10 })],
      ['import.zip_broken sum', bent({ bytes: 100_000 })],
      ['import.zip_broken method', bent({ method: 12 })],
      ['import.zip_encrypted', bent({ flags: 1 })],
      ['import.zip_broken header', bent({ offset: 7 })],
      ['import.zip_broken offset', bent({ offset: 1_000_000 })],
      ['import.zip_broken name_twice', zipFile([...book(), ...book()])],
    ]
    for (const [expected, bytes] of refusals) expect(await read('bent.xlsx', bytes)).toBe(expected)
  })

  it('with names that leave them are refused', async () => {
    for (const name of ['../../etc/cron.d/x', '/etc/passwd', 'xl/../../x', 'C:\\x', 'a\\..\\b', 'x\0y'])
      expect(await read('path.xlsx', zipFile([...book(), { name, data: 'x' }]))).toBe('import.zip_path')
  })

  it('parts named outside the archive are not looked for', async () => {
    const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    for (const target of ['../../../../etc/passwd', '/etc/passwd', 'file:///etc/passwd']) {
      const relations = `<Relationship Id="r1" Type="${office}/worksheet" Target="${target}"/>`
      expect(await read('rel.xlsx', zipFile(book({ relations })))).toBe('import.xlsx_broken')
    }
  })

  it('broken XML, strings that are not there, rows without order: one word, or what can be read', async () => {
    const rows = (xml: string) => zipFile(book({ rows: inlineRow('a', 'b') + xml, strings: '<si><t>null</t></si>' }))
    expect(await read('x.xlsx', rows('<row><c></row>'))).toBe('import.xml_broken nesting')
    expect(await read('x.xlsx', rows('<a>'.repeat(200) + '</a>'.repeat(200)))).toBe('import.xml_broken depth')
    expect(await read('x.xlsx', rows(`<row ${'x'.repeat(300_000)}/>`))).toBe('import.xml_broken tag_too_long')
    expect(await read('x.xlsx', rows('<row><c t="s"><v>0</v></c><c t="s"><v>99</v></c></row>'))).toEqual(['2: a=null'])
    expect(
      await read('x.xlsx', rows('<row r="1"><c r="??"><v>1</v></c></row><row r="-5"><c><v>1e400</v></c></row>')),
    ).toEqual(['2: a=1', '3: a=1e400'])
    expect(await read('x.xlsx', rows('<row><c><v><![CDATA[<7>]]></v></c></row><!-- <row> -->'))).toEqual(['2: a=<7>'])
  })
})

describe('files that are none', () => {
  it('are refused in one word', async () => {
    expect(await read('empty.csv', '')).toBe('file.empty')
    expect(await read('blank.csv', '\n\n')).toBe('import.header_missing')
    expect(await read('old.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBe('import.old_excel')
    expect(await read('photo.png', Buffer.from('89504e470d0a1a0a', 'hex'))).toBe('import.format_unknown')
    expect(await read('wide.csv', Array.from({ length: 2_000 }, (_, n) => `c${n}`).join(','))).toBe(
      'import.too_many_columns',
    )
    mkdirSync(join(files.dir, 'folder.csv'))
    for (const path of [join(files.dir, 'folder.csv'), join(files.dir, 'gone.csv'), '/dev/zero'])
      await expect(rowsOf(path)).rejects.toMatchObject({ refusal: { tag: 'file.unreadable' } })
  })

  it('a packed file that was cut is refused before a row of it is believed', async () => {
    const path = files.put('cut.jsonl.gz', gzipSync('{"a":1}\n'.repeat(5_000)))
    truncateSync(path, 60)
    await expect(rowsOf(path)).rejects.toMatchObject({ refusal: { tag: 'import.packing_broken' } })
  })

  it('any bytes end in rows or in one word, never in a crash', async () => {
    const book = zipFile(bookEntries({ rows: inlineRow('a', 'b') + inlineRow('1', '2'), strings: '<si><t>x</t></si>' }))
    const csv = Buffer.from('a,b\n"1 ""x""",2\n中,文\n')
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(['x.xlsx', book] as const, ['x.csv', csv] as const),
        changes,
        async ([name, bytes], all) => {
          const bent = Buffer.from(bytes)
          for (const [at, byte] of all) bent[at % bent.length] = byte
          const answer = await read(name, bent)
          expect(typeof answer === 'string' || Array.isArray(answer)).toBe(true)
        },
      ),
      { numRuns: 400 },
    )
  })
})
