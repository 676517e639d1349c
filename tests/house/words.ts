import type { Finding } from './source.ts'
import { isCode, type SourceText } from './tree.ts'

interface WordRule {
  readonly pattern: RegExp
  readonly what: string
}

/** Written in pieces, so that this file does not accuse itself. */
const machinePaths: readonly WordRule[] = [
  { pattern: /(^|[\s"'\x60(=:])\/(work|root|home|Users|mnt|tmp)\/[\w.-]/, what: 'a path of one machine' },
  { pattern: /\b[A-Z]:\\{1,2}Users\\/, what: 'a path of one machine' },
  {
    pattern: /\bregistry\.[a-z][\w.-]*\.[a-z]{2,}|\bnpm[m]irror/,
    what: 'the host of a package registry',
  },
]

const silencers: readonly WordRule[] = [
  { pattern: new RegExp(`@ts-${'ignore'}|@ts-${'nocheck'}`), what: 'a type error silenced' },
  { pattern: new RegExp(`(es|ox)lint-${'disable'}`), what: 'another linter’s switch' },
  {
    pattern: new RegExp(`@ts-${'expect-error'}(?!\\s*:?\\s*\\S.{9,})`),
    what: 'an expected type error without its reason',
  },
  {
    pattern: new RegExp(`biome-${'ignore'}(?!(-all|-start|-end)?\\s+[\\w/]+(\\([^)]*\\))?:\\s*[^<\\s].{9,})`),
    what: 'a lint rule silenced without its reason',
  },
]

const unfinished: readonly WordRule[] = [{ pattern: /\b(TO[D]O|FIX[M]E|X{3})\b/, what: 'unfinished work' }]

const isText = (path: string): boolean => !/\.(png|jpg|gif|ico|icns|woff2?|gz|bin|wasm|pdf)$/.test(path)

function findWords(files: readonly SourceText[], rules: readonly WordRule[]): readonly Finding[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        rules
          .filter(({ pattern }) => pattern.test(line))
          .map(({ what }) => ({ path, line: index + 1, what: `${what}: ${line.trim().slice(0, 80)}` })),
      ),
  )
}

/** Paths of one machine and registry hosts, anywhere in the project's texts. */
export const findMachineWords = (files: readonly SourceText[]): readonly Finding[] =>
  findWords(
    files.filter(({ path }) => isText(path)),
    machinePaths,
  )

/** Silenced types or lint rules without a reason, and unfinished work, in code. */
export const findSilencers = (files: readonly SourceText[]): readonly Finding[] =>
  findWords(
    files.filter(({ path }) => isCode(path)),
    [...silencers, ...unfinished],
  )
