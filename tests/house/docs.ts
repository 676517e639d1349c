import { posix } from 'node:path'

/** What stands between backticks in a Markdown text, code blocks left out. */
const codeSpans = (markdown: string): readonly string[] =>
  [...markdown.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code]) => code ?? '')

/** Lines inside the code blocks of a Markdown text. */
export const codeLines = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].flatMap(([, block]) =>
    (block ?? '').split('\n').filter((line) => line.trim() !== ''),
  )

const looksLikePath = (code: string): boolean =>
  /^[\w.@-]+(\/[\w.*@-]+)*\/?$/.test(code) && (code.includes('/') || /\.(ts|tsx|cjs|mjs|json|md|css|html)$/.test(code))

/** Paths a document names: code spans with a slash or a source ending, without options, routes and packages. */
export const pathsIn = (markdown: string): readonly string[] => [
  ...new Set(codeSpans(markdown).filter((code) => looksLikePath(code) && !code.startsWith('@'))),
]

/** Whether `path` (a file, a folder with or without `/`, or a pattern with `*`) is among the project's files. */
export function isPathOf(files: readonly string[], path: string): boolean {
  const source = path
    .replace(/\/$/, '')
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[^/]*')
  const pattern = new RegExp(`^${source}(/|$)`)
  return files.some((file) => pattern.test(file))
}

/** Relative links of a document, resolved from its folder; anchors and addresses left out. */
export const linksIn = (path: string, markdown: string): readonly string[] =>
  [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target ?? '')
    .filter((target) => !/^([a-z]+:|#)/.test(target))
    .map((target) => posix.normalize(posix.join(posix.dirname(path), target.replace(/#.*/, ''))))

/** npm scripts a text calls: `npm start`, `npm test`, `npm run x`. */
export const scriptsIn = (markdown: string): readonly string[] => [
  ...new Set(
    [...markdown.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test))\b/g)].map(([, run, short]) => run ?? short ?? ''),
  ),
]

/** A row of docs/GLOSSARY.md. */
export interface Word {
  readonly word: string
  readonly chinese: string
  readonly meaning: string
  readonly avoid: readonly string[]
}

/** The rows of the glossary's tables. */
export const readGlossary = (markdown: string): readonly Word[] =>
  [...markdown.matchAll(/^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ?([^|]*)\|$/gm)]
    .map(([, word, chinese, meaning, avoid]) => ({
      word: (word ?? '').trim(),
      chinese: (chinese ?? '').trim(),
      meaning: (meaning ?? '').trim(),
      avoid: (avoid ?? '')
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    }))
    .filter(({ word }) => word !== 'word' && !word.startsWith('---'))

/** Words that stand twice, in either language, or that one row uses and another avoids. */
export function glossaryFaults(words: readonly Word[]): readonly string[] {
  const seen = new Set<string>()
  const faults: string[] = []
  const take = (text: string): void => {
    if (seen.has(text.toLowerCase())) faults.push(`${text} stands twice`)
    seen.add(text.toLowerCase())
  }
  for (const { word, chinese, meaning } of words) {
    take(word)
    for (const one of chinese.split('、')) take(one)
    if (!/\p{Script=Han}/u.test(chinese)) faults.push(`${word} has no Chinese word`)
    if (meaning.length < 10) faults.push(`${word} is not explained`)
  }
  for (const { word, avoid } of words) {
    for (const one of avoid) take(one)
    if (avoid.includes(word)) faults.push(`${word} avoids itself`)
  }
  return faults
}

/** Words of a name in code: `dueAtMs` → `due at ms`. */
export const nameWords = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_]+/)
