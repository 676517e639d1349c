import { posix } from 'node:path'
import { limits, SourceError } from './source-row.ts'
import { createXmlReader, type XmlEvents } from './xml.ts'
import type { ZipEntry } from './zip.ts'

type Zip = ReadonlyMap<string, ZipEntry>
const missing = (part: string): SourceError => new SourceError('import.xlsx_broken', { part })

/** Reads one part of the workbook to its end. */
async function readPart(entry: ZipEntry, events: XmlEvents): Promise<void> {
  for await (const _ of readPieces(entry, events));
}

/** Reads one part piece by piece: after each piece the caller takes what the events gave it. Yields the bytes read so far. */
export async function* readPieces(entry: ZipEntry, events: XmlEvents): AsyncGenerator<number> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = createXmlReader(events)
  let bytes = 0
  try {
    for await (const chunk of entry.read()) {
      bytes += chunk.length
      reader.write(decoder.decode(chunk, { stream: true }))
      yield bytes
    }
    reader.write(decoder.decode())
    reader.end()
  } catch (error) {
    if (error instanceof TypeError) throw new SourceError('import.xml_broken', { why: 'encoding' })
    throw error
  }
}

const nothing = { text: () => undefined, close: () => undefined }

interface Relation {
  readonly id: string
  readonly type: string
  readonly target: string
}

/** Parts that another part names. Targets outside the archive are not followed. */
async function relations(zip: Zip, part: string): Promise<readonly Relation[]> {
  const entry = zip.get(posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`))
  const found: Relation[] = []
  if (entry === undefined) return found
  await readPart(entry, {
    ...nothing,
    open: (name, attribute) => {
      if (name !== 'Relationship' || attribute('TargetMode') === 'External') return
      const target = attribute('Target') ?? ''
      const path = target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(part), target)
      found.push({ id: attribute('Id') ?? '', type: attribute('Type') ?? '', target: path })
    },
  })
  return found
}

export interface Workbook {
  readonly sheet: ZipEntry
  readonly strings: readonly string[]
  /** Whether a cell's style shows a date, by its number. */
  readonly dateStyles: readonly boolean[]
  /** Days are counted from 1904 (old Macintosh files). */
  readonly is1904: boolean
}

/** Everything but the rows. `sheet` = the name of a sheet; left out, the first one that is not hidden. */
export async function openWorkbook(zip: Zip, sheet: string | undefined): Promise<Workbook> {
  const root = (await relations(zip, '')).find((it) => it.type.endsWith('/officeDocument'))
  const path = root?.target ?? 'xl/workbook.xml'
  const book = zip.get(path)
  if (book === undefined) throw missing('workbook')
  const sheets: { readonly name: string; readonly id: string; readonly hidden: boolean }[] = []
  let is1904 = false
  await readPart(book, {
    ...nothing,
    open: (name, attribute) => {
      if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attribute('date1904') ?? '')
      if (name !== 'sheet') return
      const [state, id] = [attribute('state') ?? 'visible', attribute('id') ?? '']
      sheets.push({ name: attribute('name') ?? '', id, hidden: state !== 'visible' })
    },
  })
  const wanted = sheets.find((it) => (sheet === undefined ? !it.hidden : it.name === sheet))
  if (wanted === undefined) throw new SourceError('import.sheet_missing')
  const parts = await relations(zip, path)
  const part = (test: (it: Relation) => boolean): ZipEntry | undefined => zip.get(parts.find(test)?.target ?? '')
  const rows = part((it) => it.id === wanted.id)
  if (rows === undefined) throw missing('sheet')
  return {
    sheet: rows,
    strings: await readStrings(part((it) => it.type.endsWith('/sharedStrings'))),
    dateStyles: await readDateStyles(part((it) => it.type.endsWith('/styles'))),
    is1904,
  }
}

/** Characters of all shared strings together: they are the one thing of a workbook that must be held. */
const mostStringChars = 256 * 1024 * 1024

/** Control characters are written as `_x000D_` there. */
export const unescapeCell = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text

/** The inverse: a text that only looks like such an escape is kept as it is. */
export const escapeCell = (text: string): string => text.replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')

/** Gathers the text of one cell out of its runs, without the reading aids of Japanese; cut where it is too long for a cell. */
export function textGatherer(): XmlEvents & { readonly take: () => string } {
  let text = ''
  let inText = false
  let aids = 0
  return {
    open: (name) => {
      if (name === 't') inText = true
      if (name === 'rPh') aids += 1
    },
    text: (piece) => {
      if (inText && aids === 0 && text.length <= limits.cellChars) text += piece
    },
    close: (name) => {
      if (name === 't') inText = false
      if (name === 'rPh') aids -= 1
    },
    take: () => {
      const taken = unescapeCell(text)
      text = ''
      return taken
    },
  }
}

async function readStrings(entry: ZipEntry | undefined): Promise<readonly string[]> {
  const strings: string[] = []
  if (entry === undefined) return strings
  const gatherer = textGatherer()
  let chars = 0
  await readPart(entry, {
    open: gatherer.open,
    text: gatherer.text,
    close: (name) => {
      gatherer.close(name)
      if (name !== 'si') return
      const text = gatherer.take()
      chars += text.length
      if (chars > mostStringChars) throw new SourceError('import.too_large')
      strings.push(text)
    },
  })
  return strings
}

/** Numbers of the formats that show a date or a time without saying so in a code of their own. */
const isDateFormat = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

/** A format's own code shows a date when a letter of dates stands outside quotes, escapes and colours. */
const showsDate = (code: string): boolean =>
  /[ymdhs]/i.test(code.replace(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*./gi, '')) && !/^general$/i.test(code)

async function readDateStyles(entry: ZipEntry | undefined): Promise<readonly boolean[]> {
  const styles: boolean[] = []
  if (entry === undefined) return styles
  const own = new Map<string, boolean>()
  let inCells = false
  await readPart(entry, {
    ...nothing,
    open: (name, attribute) => {
      if (name === 'numFmt') own.set(attribute('numFmtId') ?? '', showsDate(attribute('formatCode') ?? ''))
      if (name === 'cellXfs') inCells = true
      if (name !== 'xf' || !inCells) return
      const id = attribute('numFmtId') ?? '0'
      styles.push(own.get(id) ?? isDateFormat(Number(id)))
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false
    },
  })
  return styles
}
