/** One piece of a filter line: `name:value`, or a plain word (`name` is `null`). Places count UTF-16 units of the line. */
export interface Token {
  readonly name: string | null
  readonly value: string
  readonly from: number
  readonly to: number
  /** Where the value begins; the whole token for a plain word. */
  readonly valueFrom: number
}

/** Colon and comma also come in the full width an input method types. */
const piece = /(?:[^\s"“”:\uff1a]+[:\uff1a])?(?:"[^"]*"?|“[^”]*”?|[^\s"“”]+)?/gu

/** Splits at spaces of any width; a value in quotes, straight or curled, may hold spaces. */
export function tokensOf(line: string): readonly Token[] {
  const tokens: Token[] = []
  for (const { 0: text, index } of line.matchAll(piece)) {
    if (text === '') continue
    const colon = text.search(/[:\uff1a]/u)
    const quote = text.search(/["“]/u)
    const named = colon > 0 && (quote < 0 || colon < quote)
    const valueFrom = named ? index + colon + 1 : index
    const value = unquoted(text.slice(valueFrom - index))
    tokens.push({ name: named ? text.slice(0, colon) : null, value, from: index, to: index + text.length, valueFrom })
  }
  return tokens
}

const unquoted = (text: string): string => text.replaceAll(/["“”]/gu, '').trim()

/** Several values of one field stand between commas of any kind; after a comma one more may be empty still. */
export const valuesOf = (value: string): readonly string[] => value.split(/[,\uff0c\u3001]/u)
