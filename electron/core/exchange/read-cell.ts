import { textLimits } from '../../../shared/case/input.ts'
import { readPhones, storedPhone } from '../../../shared/intake/phone.ts'
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts'
import type { ReadTime } from './read-time.ts'
import { type Target, type TargetKind, targets } from './targets.ts'

/** The text of a cell of any kind; `null` for what is no text: a list or a block of JSON. */
export function cellText(cell: unknown): string | null {
  if (typeof cell === 'string') return cell.trim()
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell)
  return null
}

const cnMobile = /^1[3-9]\d{9}$/

function readNumbers(text: string): Result<readonly string[]> {
  if (cnMobile.test(text)) return ok([`+86${text}`])
  const read = readPhones(text)
  if (!read.ok) return read
  return ok(read.value.filter((it) => it.kind !== 'withheld').map(storedPhone))
}

const separators = /\s*[,，;；、|]\s*/u

const readers: Readonly<Record<TargetKind, (text: string, readTime: ReadTime) => Result<unknown>>> = {
  text: (text) => ok(text),
  words: (text) => ok(text),
  when: (text, readTime) => {
    const read = readTime(text)
    return read.ok ? ok(new Date(read.value).toISOString()) : read
  },
  phones: (text) => readNumbers(text),
  list: (text) => ok(text.split(separators).filter((it) => it !== '')),
  number: (text) => (/^-?\d+(\.\d+)?$/.test(text) ? ok(Number(text)) : refuse('input.malformed')),
  json: (text) => readJson(text),
}

function readJson(text: string): Result<unknown> {
  try {
    return ok(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) return refuse('input.malformed')
    throw error
  }
}

/** Reads one cell's text for what it is to become. The refusal names the target; never the text. */
export function readTarget(target: Target, text: string, readTime: ReadTime): Result<unknown> {
  const read = readers[targets[target]](text, readTime)
  if (read.ok) return read
  const { tag, detail } = read.error
  return refuse(tag, target, targets[target] === 'when' ? undefined : detail)
}

/** A list that stood in the file as a list: texts for phones and tags, anything for `demands` and `notes`. */
export function readListed(target: Target, value: unknown, readTime: ReadTime): Result<unknown> {
  const kind = targets[target]
  if (kind === 'json') return ok(value)
  const isTexts = Array.isArray(value) && value.every((it) => typeof it === 'string')
  if (!isTexts || (kind !== 'list' && kind !== 'phones')) return refuse('input.malformed', target)
  if (kind === 'list') return ok(value)
  const read = value.map((it: string) => readTarget(target, it, readTime))
  const bad = read.find((it) => !it.ok)
  return bad ?? ok(read.flatMap((it) => (it.ok ? (it.value as string[]) : [])))
}

const longest = textLimits.words

/** A long text as pieces a case can hold, cut where a sentence or a line ends if one does so near the limit. */
export function piecesOf(text: string): readonly [string, ...string[]] {
  if (text.length <= longest) return [text]
  const room = text.slice(0, longest)
  const near = Math.max(...['\n', '。', '！', '？', '. '].map((mark) => room.lastIndexOf(mark)))
  const cut = near > longest - 400 ? near + 1 : wholeCharacter(text, longest)
  const rest = piecesOf(text.slice(cut).trimStart())
  return [text.slice(0, cut).trimEnd(), ...rest]
}

/** Never cuts a character of two units in half. */
const wholeCharacter = (text: string, at: number): number => {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at
}
