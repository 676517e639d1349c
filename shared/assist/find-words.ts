import { indexSentence, type NameIndex, type NameQuery, nameMatches, queryName } from '../intake/names.ts'

/** Prepared words as they are found: by their title first, then by what they are filed under, then by anything in them. */
export interface FindableWords {
  readonly title: string
  readonly keywords: readonly string[]
  readonly text: string
}

type Sentence = Pick<NameIndex, 'han' | 'units'>
/** Where a term was found; smaller is nearer. */
const near = { titleBegins: 0, title: 1, keyword: 2, titleSpelt: 3, text: 4, textSpelt: 5 } as const
const nowhere = 9
/** Letters that begin a syllable each fit nearly every long text: there, initials count from so many on. */
const fewestInText = 3
/** What `indexSentence` reads whole. */
const longestPiece = 150

const piecesOf = (text: string): readonly string[] =>
  text.split(/[。！？!?；;\n]/u).flatMap((piece) => piece.match(new RegExp(`.{1,${longestPiece}}`, 'gsu')) ?? [])

interface Indexed<Words> {
  readonly words: Words
  readonly title: Sentence
  readonly keywords: readonly Sentence[]
  readonly pieces: readonly Sentence[]
}

/**
 * Full text of prepared words: characters anywhere, traditional as simplified, pinyin (`tuikuan`, `tuik`), initials (`tk`), beginnings of
 * English words. Several words typed all have to be there. Nearest first, equals in the order they came in; nothing typed finds
 * all. Reading a hundred takes some 20 ms, so they may come in portions. Source: CALL-11, CALL-2.
 */
export interface WordsIndex<Words> {
  readonly add: (words: readonly Words[]) => void
  readonly find: (typed: string) => readonly Words[]
}

/** An index without anything in it. */
export function createWordsIndex<Words extends FindableWords>(): WordsIndex<Words> {
  const indexed: Indexed<Words>[] = []
  return {
    add: (words) => {
      for (const it of words) indexed.push(indexedOf(it))
    },
    find: (typed) => {
      const terms = typed
        .trim()
        .split(/\s+/u)
        .flatMap((term) => queryName(term) ?? [])
      return indexed
        .map((it) => ({ words: it.words, far: distance(it, terms) }))
        .filter(({ far }) => far < nowhere)
        .sort((a, b) => a.far - b.far)
        .map(({ words }) => words)
    },
  }
}

const indexedOf = <Words extends FindableWords>(words: Words): Indexed<Words> => ({
  words,
  title: indexSentence(words.title),
  keywords: words.keywords.map(indexSentence),
  pieces: piecesOf(words.text).map(indexSentence),
})

/** As far as the farthest term, or nowhere; with nothing asked for all are near. */
const distance = (it: Indexed<unknown>, terms: readonly NameQuery[]): number =>
  Math.max(0, ...terms.map((term) => distanceOf(it, term)))

function distanceOf({ title, keywords, pieces }: Indexed<unknown>, term: NameQuery): number {
  if (title.han.startsWith(term.text)) return near.titleBegins
  if (title.han.includes(term.text)) return near.title
  if (keywords.some((it) => nameMatches(it, term))) return near.keyword
  if (nameMatches(title, term)) return near.titleSpelt
  if (pieces.some((it) => it.han.includes(term.text))) return near.text
  const isSpelt = term.kind !== 'han' && term.text.length >= fewestInText
  return isSpelt && pieces.some((it) => nameMatches(it, term)) ? near.textSpelt : nowhere
}
