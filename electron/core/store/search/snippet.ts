import { foldUnits } from './fold-units.ts'
import type { SearchTerms } from './query.ts'

/** A piece of the case's text around the first hit; `marks` are the hits in it, from and to (UTF-16 units, end exclusive). */
export interface Snippet {
  readonly text: string
  readonly marks: readonly (readonly [number, number])[]
}

const before = 16
const length = 64

/** `folded` = `foldUnits(text)`, where it is at hand. */
export function snippetOf(text: string, { terms }: SearchTerms, folded = foldUnits(text)): Snippet {
  const places = terms.map((term) => folded.indexOf(term.text)).filter((at) => at >= 0)
  const first = places.length === 0 ? 0 : Math.min(...places)
  const start = wholeCharacter(text, Math.max(0, first - before))
  const end = wholeCharacter(text, Math.min(text.length, start + length))
  const shown = folded.slice(start, end)
  const marks = terms.flatMap((term) => allPlaces(shown, term.text)).sort((a, b) => a[0] - b[0])
  return { text: text.slice(start, end).replaceAll('\n', ' '), marks }
}

/** Never cuts a character of two units in half. */
function wholeCharacter(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at
}

function allPlaces(text: string, word: string): (readonly [number, number])[] {
  const places: (readonly [number, number])[] = []
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
    places.push([at, at + word.length])
  return places
}
