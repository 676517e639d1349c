/** A match inside folded text: `text.slice(start, end)`. */
export interface Place {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** What stands around a match, up to the next stop on either side. */
export interface Around {
  readonly before: string
  readonly after: string
}

const sentenceEnd = /[。!?;\n]|\.(?=\s|$)/g
const clauseEnd = /[。!?;,、\n]|\.(?=\s|$)|(?<![0-9]):|:(?![0-9])|—+/g

function around(place: Place, ends: RegExp): Around {
  const stops = [...place.text.matchAll(ends)].map((hit) => hit.index)
  const from = stops.findLast((i) => i < place.start) ?? -1
  const to = stops.find((i) => i >= place.end) ?? place.text.length
  return { before: place.text.slice(from + 1, place.start), after: place.text.slice(place.end, to) }
}

/** The rest of the clause (between commas) on both sides of the match. */
export const inClause = (place: Place): Around => around(place, clauseEnd)

/** The rest of the sentence on both sides of the match. */
export const inSentence = (place: Place): Around => around(place, sentenceEnd)
