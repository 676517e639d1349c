import { SourceError } from './source-row.ts'

/** What the reader is told. Names come without their prefix; text comes in pieces. */
export interface XmlEvents {
  readonly open: (name: string, attributes: Attributes) => void
  readonly text: (text: string) => void
  readonly close: (name: string) => void
}
/** Looks an attribute up by its name without prefix; read only when asked for. */
export type Attributes = (name: string) => string | undefined

const mostTagChars = 64 * 1024
const mostDepth = 100
const broken = (why: string): SourceError => new SourceError('import.xml_broken', { why })

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The five named entities and character numbers; there are no others without a document type, which is refused. */
function unescapeXml(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,8}));/gi, (_whole, hex, decimal, name) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    const known = name === undefined ? character(code) : named[name]
    if (known === undefined) throw broken('entity')
    return known
  })
}

const character = (code: number): string | undefined =>
  code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : undefined

/**
 * Reads the XML of spreadsheets piece by piece: elements, attributes, text, CDATA; comments and instructions are passed over.
 * A document type is refused: it is what entity bombs are made of. Text is handed on as it comes, so that one of a
 * gigabyte is never held here. Throws `SourceError` `import.xml_broken`.
 */
export function createXmlReader(events: XmlEvents): {
  readonly write: (text: string) => void
  readonly end: () => void
} {
  const reading: Reading = { events, stack: [], rest: '' }
  return {
    write: (piece) => {
      const text = reading.rest + piece
      let at = 0
      while (at < text.length) {
        const next = text.charCodeAt(at) === 60 ? markup(reading, text, at) : words(reading, text, at)
        if (next < 0) break
        at = next
      }
      reading.rest = text.slice(at)
      if (reading.rest.length > mostTagChars) throw broken('tag_too_long')
    },
    end: () => {
      if (reading.rest.trim() !== '' || reading.stack.length > 0) throw broken('short')
    },
  }
}

/** Where a reader stands: the elements that are open, and what of the text is not a whole piece yet. */
interface Reading {
  readonly events: XmlEvents
  readonly stack: string[]
  rest: string
}

/** Text up to the next tag; a piece that may end inside an entity waits for the rest of it. */
function words({ events, stack }: Reading, text: string, at: number): number {
  const tag = text.indexOf('<', at)
  let end = tag < 0 ? text.length : tag
  const entity = tag < 0 ? text.lastIndexOf('&') : -1
  if (entity >= at && text.indexOf(';', entity) < 0 && end - entity < 12) end = entity
  if (end === at) return -1
  if (stack.length > 0) events.text(unescapeXml(text.slice(at, end)))
  return end
}

function markup(reading: Reading, text: string, at: number): number {
  const second = text.charCodeAt(at + 1)
  if (second === 33) return declared(reading, text, at)
  const end = second === 63 ? text.indexOf('?>', at) : tagEnd(text, at)
  if (end < 0) return -1
  if (second === 63) return end + 2
  if (second === 47) close(reading, text.slice(at + 2, end).trim())
  else open(reading, text, at + 1, end)
  return end + 1
}

function declared({ events }: Reading, text: string, at: number): number {
  if (text.length < at + 9) return -1
  if (text.startsWith('<!--', at)) return passOver(text, at, '-->')
  if (!text.startsWith('<![CDATA[', at)) throw broken('document_type')
  const end = text.indexOf(']]>', at)
  if (end < 0) return -1
  events.text(text.slice(at + 9, end))
  return end + 3
}

function open({ events, stack }: Reading, text: string, from: number, end: number): void {
  const isEmpty = text.charCodeAt(end - 1) === 47
  const tag = text.slice(from, isEmpty ? end - 1 : end)
  const name = localName(/^[^\s/>]+/.exec(tag)?.[0] ?? '')
  if (name === '') throw broken('tag')
  events.open(name, attributesOf(tag))
  if (isEmpty) events.close(name)
  else if (stack.push(name) > mostDepth) throw broken('depth')
}

function close({ events, stack }: Reading, name: string): void {
  if (stack.pop() !== localName(name)) throw broken('nesting')
  events.close(localName(name))
}

function passOver(text: string, at: number, mark: string): number {
  const end = text.indexOf(mark, at)
  return end < 0 ? -1 : end + mark.length
}

/** The `>` that ends a tag: not one inside a quoted value. */
function tagEnd(text: string, at: number): number {
  let mark = 0
  for (let i = at; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (mark !== 0) {
      if (code === mark) mark = 0
    } else if (code === 62) return i
    else if (code === 34 || code === 39) mark = code
  }
  return -1
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

function attributesOf(tag: string): Attributes {
  return (wanted) => {
    for (const [, name = '', double, single] of tag.matchAll(/\s([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
      if (localName(name) === wanted) return unescapeXml(double ?? single ?? '')
    return undefined
  }
}
