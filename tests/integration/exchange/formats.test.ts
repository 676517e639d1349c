import { gzipSync } from 'node:zlib'
import exceljs from 'exceljs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inspectFile } from '../../../electron/core/exchange/inspect-file.ts'
import { readCsv } from '../../../electron/core/exchange/read-csv.ts'
import { readJsonLines } from '../../../electron/core/exchange/read-jsonl.ts'
import type { SourceRow } from '../../../electron/core/exchange/source-row.ts'
import { fileFolder, pieces, rowsOf, shown } from './rows.ts'

const files = fileFolder()
const table =
  '时间,姓名,现象\n2024-05-10 10:20,张三,"订单列表空白,\n刷新""多次""无效"\n2024-05-10 10:30,李四,退款未到账\n'
const expected = [
  '2: 时间=2024-05-10 10:20 姓名=张三 现象=订单列表空白,\n刷新"多次"无效',
  '3: 时间=2024-05-10 10:30 姓名=李四 现象=退款未到账',
]

/** `table` in GB 18030, which Node decodes and does not encode: 2 bytes a character, looked up once. */
function gbk(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030')
  const known = new Map<string, readonly number[]>()
  for (let first = 0x81; first <= 0xfe; first++)
    for (let second = 0x40; second <= 0xfe; second++)
      known.set(decoder.decode(Uint8Array.of(first, second)), [first, second])
  return Uint8Array.from([...text].flatMap((it) => (it < '\x80' ? [it.charCodeAt(0)] : (known.get(it) ?? [63]))))
}

const utf16 = (text: string, isBig: boolean): Buffer => {
  const bytes = Buffer.from(text, 'utf16le')
  return isBig ? bytes.swap16() : bytes
}

describe('encodings', () => {
  const cases: readonly (readonly [string, Uint8Array, string])[] = [
    ['utf-8', Buffer.from(table), 'utf-8'],
    ['utf-8 with a mark', Buffer.from(`\ufeff${table}`), 'utf-8'],
    ['utf-16le with a mark', utf16(`\ufeff${table}`, false), 'utf-16le'],
    ['utf-16be with a mark', utf16(`\ufeff${table}`, true), 'utf-16be'],
    ['utf-16le without a mark', utf16(table, false), 'utf-16le'],
    ['utf-16be without a mark', utf16(table, true), 'utf-16be'],
    ['gbk', gbk(table), 'gb18030'],
  ]
  for (const [name, bytes, encoding] of cases) {
    it(`reads CSV in ${name}`, async () => {
      const path = files.put(`${name}.csv`, bytes)
      expect((await inspectFile(path)).encoding).toBe(encoding)
      expect((await rowsOf(path)).map(shown)).toEqual(expected)
    })
  }

  it('finds GBK that begins after a megabyte of ASCII', async () => {
    const head = `a,b\n${'1,plain\n'.repeat(150_000)}`
    const path = files.put('late.csv', Buffer.concat([Buffer.from(head), gbk('2,退款\n')]))
    expect((await inspectFile(path)).encoding).toBe('gb18030')
    expect(shown((await rowsOf(path)).at(-1) ?? ({} as SourceRow))).toBe('150002: a=2 b=退款')
  })

  it('an encoding that the bytes deny is refused, not guessed around', async () => {
    const refused = (path: string, encoding: 'gb18030' | 'utf-8') =>
      inspectFile(path, { encoding }).then(
        () => null,
        (error: { refusal: unknown }) => error.refusal,
      )
    expect(await refused(files.put('u.csv', Buffer.from(table)), 'gb18030')).toMatchObject({
      tag: 'import.encoding_differs',
      detail: { said: 'gb18030', found: 'utf-8' },
    })
    expect(await refused(files.put('w.csv', utf16(`\ufeff${table}`, false)), 'utf-8')).toMatchObject({
      detail: { said: 'utf-8', found: 'utf-16le' },
    })
    expect(await refused(files.put('ascii.csv', 'a,b\n1,2\n'), 'gb18030')).toBeNull()
  })

  it('a few broken bytes cost their row only', async () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n1,好\n2,'), Buffer.from([0xff, 0xfe]), Buffer.from('\n3,退款\n')])
    const rows = await rowsOf(files.put('broken.csv', bytes))
    expect(rows.map((it) => String(it.cells.get('b')).includes('\ufffd'))).toEqual([false, true, false])
  })
})

describe('CSV', () => {
  const read = async (text: string, size = 1_000_000): Promise<string[]> => {
    const rows: string[] = []
    for await (const row of readCsv(pieces(Buffer.from(text), size), { onHeader: () => undefined }))
      rows.push(shown(row))
    return rows
  }

  it('is read whatever stands between cells and rows', async () => {
    for (const [separator, end] of [
      [',', '\n'],
      [';', '\r\n'],
      ['\t', '\r'],
      ['|', '\n'],
    ] as const)
      expect(
        await read(
          [
            ['a', 'b'],
            ['1', 'x y'],
            ['2', ''],
          ]
            .map((it) => it.join(separator))
            .join(end),
        ),
      ).toEqual(['2: a=1 b=x y', '3: a=2 b='])
  })

  it('counts rows as a spreadsheet does; empty lines say nothing', async () => {
    expect(await read('a,b\n\n1,2\n\n\n3,4\n')).toEqual(['3: a=1 b=2', '6: a=3 b=4'])
  })

  it('short rows lack cells, long ones are refused, names that stand twice are told apart', async () => {
    expect(await read('a,a,\n1\n1,2,3\n1,2,3,4\n1,2,3,,\n')).toEqual([
      '2: a=1',
      '3: a=1 #2=2 #3=3',
      '4: a=1 #2=2 #3=3 !row.too_many_cells',
      '5: a=1 #2=2 #3=3',
    ])
  })

  it('quotes inside a bare cell are text; one that is never closed costs the rows it swallows', async () => {
    expect(await read('a,b\n5" screen,x\n')).toEqual(['2: a=5" screen b=x'])
    expect(await read('a,b\n1,x\n2,"y\n3,z\n')).toEqual(['2: a=1 b=x', '3: !csv.quote_not_closed'])
  })

  it('is the same however it comes in pieces', async () => {
    const text = 'a,b\r\n"x ""y"" 中文\r\n二",2\r\n,"🙂"\r\nq"q,""\r\n'
    const whole = await read(text)
    expect(whole).toEqual(['2: a=x "y" 中文\r\n二 b=2', '3: a= b=🙂', '4: a=q"q b='])
    for (let size = 1; size < 20; size++) expect(await read(text, size)).toEqual(whole)
  })

  it('gives back any table that was written by its rules', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '中', ' ', '🙂'), maxLength: 8 })
    const tables = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(tables, fc.integer({ min: 1, max: 9 }), async (rows, size) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
        const text = ['p,q', ...rows.map((row) => row.map(quoted).join(','))].join('\r\n')
        const found: unknown[] = []
        for await (const { cells } of readCsv(pieces(Buffer.from(text), size), { onHeader: () => undefined }))
          found.push([cells.get('p'), cells.get('q')])
        expect(found).toEqual(rows)
      }),
      { numRuns: 150 },
    )
  })
})

describe('JSON lines', () => {
  it('one object a line, packed or not; anything else is a refused row', async () => {
    const text = '{"a":1,"b":null}\n\n[1]\nnope\n{"a":"\\u4e2d","__proto__":{"x":1}}\n"x"'
    const lines = [
      '1: a=1 b=null',
      '3: !json.malformed',
      '4: !json.malformed',
      '5: a=中 __proto__={"x":1}',
      '6: !json.malformed',
    ]
    expect((await rowsOf(files.put('a.jsonl', text))).map(shown)).toEqual(lines)
    expect((await rowsOf(files.put('a.jsonl.gz', gzipSync(text)))).map(shown)).toEqual(lines)
    const bytes = Buffer.from(text)
    for (const size of [1, 2, 3, 7]) {
      const rows: string[] = []
      for await (const row of readJsonLines(pieces(bytes, size))) rows.push(shown(row))
      expect(rows).toEqual(lines)
    }
  })
})

describe('workbooks', () => {
  async function workbook(fill: (sheet: exceljs.Worksheet, book: exceljs.Workbook) => void): Promise<Buffer> {
    const book = new exceljs.Workbook()
    fill(book.addWorksheet('工单'), book)
    return Buffer.from(await book.xlsx.writeBuffer())
  }
  const read = async (bytes: Uint8Array, sheet?: string): Promise<string[]> =>
    (await rowsOf(files.put('book.xlsx', bytes), { sheet })).map(shown)

  it('reads texts, numbers, dates, formulas, links, rich texts and errors as a person sees them', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['文本', '数', '日期', '公式', '链接', '富文本', '错误', '真', '时刻'])
      const row = sheet.addRow([
        ' <a> & "b"\n_x0041_ &lt; 😀',
        13812341234,
        new Date(Date.UTC(2024, 4, 10, 10, 20, 30)),
        { formula: '1+1', result: 2 },
        { text: '说明', hyperlink: 'https://example.com' },
        { richText: [{ text: '前' }, { text: '后', font: { bold: true } }] },
        { error: '#REF!' },
        true,
        new Date(Date.UTC(1899, 11, 30, 9, 5, 0)),
      ])
      row.getCell(9).numFmt = 'hh:mm'
    })
    expect(await read(bytes)).toEqual([
      '2: 文本= <a> & "b"\nA &lt; 😀 数=13812341234 日期=2024-05-10 10:20:30 公式=2 链接=说明 富文本=前后 真=TRUE 时刻=09:05:00 !cell.error(错误)',
    ])
    expect((await rowsOf(files.put('book.xlsx', bytes)))[0]?.formulas).toEqual(['公式'])
  })

  it('takes the sheet asked for, else the first that is not hidden', async () => {
    const bytes = await workbook((sheet, book) => {
      sheet.state = 'hidden'
      sheet.addRows([['a'], ['hidden']])
      book.addWorksheet('二').addRows([['a'], ['second']])
    })
    expect(await read(bytes)).toEqual(['2: a=second'])
    expect(await read(bytes, '工单')).toEqual(['2: a=hidden'])
    await expect(read(bytes, '三')).rejects.toMatchObject({ refusal: { tag: 'import.sheet_missing' } })
  })

  it('keeps the numbers of rows where rows and cells are left out', async () => {
    const bytes = await workbook((sheet) => {
      sheet.getCell('B3').value = 'b'
      sheet.getCell('A3').value = 'a'
      sheet.getCell('B7').value = 'x'
      sheet.getCell('D9').value = 'beyond'
    })
    expect(await read(bytes)).toEqual(['7: b=x', '9: !row.too_many_cells'])
  })

  it('reads what a streaming writer writes, ten thousand rows of it', async () => {
    const path = files.put('many.xlsx', '')
    const book = new exceljs.stream.xlsx.WorkbookWriter({ filename: path })
    const sheet = book.addWorksheet('s')
    sheet.addRow(['n', 'text']).commit()
    for (let n = 0; n < 10_000; n++) sheet.addRow([n, `第${n}件，退款未到账`]).commit()
    await book.commit()
    const rows = await rowsOf(path)
    expect(rows).toHaveLength(10_000)
    expect(
      rows.every(({ cells }, n) => cells.get('n') === String(n) && cells.get('text') === `第${n}件，退款未到账`),
    ).toBe(true)
  })
})
