import { crc32, deflateRawSync } from 'node:zlib'

/** One entry of an archive; what is given besides the content is written even where it is a lie. */
export interface Entry {
  readonly name: string
  readonly data: string | Uint8Array
  readonly bytes?: number
  readonly sum?: number
  readonly flags?: number
  readonly method?: number
  readonly offset?: number
}

/** An archive byte by byte, so that a test can bend each of them. */
export function zipFile(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const data = Buffer.from(entry.data)
    const method = entry.method ?? 8
    const packed = method === 8 ? deflateRawSync(data) : data
    const name = Buffer.from(entry.name)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(entry.flags ?? 0, 2)
    facts.writeUInt16LE(method, 4)
    facts.writeUInt32LE(entry.sum ?? crc32(data), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(entry.bytes ?? data.length, 18)
    facts.writeUInt16LE(name.length, 22)
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), facts, name, packed)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(entry.offset ?? at, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, tail, name)
    at += 30 + name.length + packed.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, listed, end])
}

const head = '<?xml version="1.0" encoding="UTF-8"?>'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export interface BookParts {
  readonly rows?: string
  readonly strings?: string
  readonly relations?: string
  readonly workbook?: string
  readonly more?: readonly Entry[]
}

/** The entries of the smallest workbook there is, with parts replaced. `rows` = content of `sheetData`. */
export function bookEntries({ rows = '', strings, relations, workbook, more = [] }: BookParts): Entry[] {
  const related = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`
  const own = related('r1', 'worksheet', 'worksheets/sheet1.xml') + related('r2', 'sharedStrings', 'sharedStrings.xml')
  return [
    {
      name: '_rels/.rels',
      data: `${head}<Relationships>${related('r', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      data: workbook ?? `${head}<workbook><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', data: `${head}<Relationships>${relations ?? own}</Relationships>` },
    { name: 'xl/worksheets/sheet1.xml', data: `${head}<worksheet><sheetData>${rows}</sheetData></worksheet>` },
    ...(strings === undefined ? [] : [{ name: 'xl/sharedStrings.xml', data: `${head}<sst>${strings}</sst>` }]),
    ...more,
  ]
}

/** A row of inline texts. */
export const inlineRow = (...texts: readonly string[]): string =>
  `<row>${texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`
