import ts from 'typescript'
import { type Finding, judgeNodes, parse } from './source.ts'
import { isCode, type SourceText } from './tree.ts'

export const limits = { fileLines: 350, fileWarnLines: 220, functionLines: 60, componentLines: 100 } as const

const lineCount = (text: string): number => text.replace(/\n$/, '').split('\n').length

/** Code files longer than `most` lines, longest first. */
export function findLongFiles(files: readonly SourceText[], most: number): readonly Finding[] {
  return files
    .filter(({ path }) => isCode(path))
    .map((file) => ({
      path: file.path,
      line: lineCount(file.text),
      what: `${lineCount(file.text)} lines, most ${most}`,
    }))
    .filter(({ line }) => line > most)
    .sort((a, b) => b.line - a.line)
}

/** Functions over their limit; a component (JSX file, name with a capital) may be longer. Bodies of `describe` are lists of tests. */
export function findLongFunctions(files: readonly SourceText[]): readonly Finding[] {
  return judgeNodes(files, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || isDescribeBody(node)) return null
    const lines = linesOf(node)
    const most = isComponent(node) ? limits.componentLines : limits.functionLines
    return lines > most ? `${functionName(node)} has ${lines} lines, most ${most}` : null
  })
}

function linesOf(node: ts.Node): number {
  const source = node.getSourceFile()
  const line = (position: number): number => source.getLineAndCharacterOfPosition(position).line
  return line(node.getEnd()) - line(node.getStart()) + 1
}

function functionName(node: ts.SignatureDeclaration): string {
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined)
  return named?.getText() ?? 'a function without a name'
}

const isComponent = (node: ts.SignatureDeclaration): boolean =>
  node.getSourceFile().fileName.endsWith('.tsx') && /^[A-Z]/.test(functionName(node))

const isDescribeBody = (node: ts.Node): boolean =>
  ts.isCallExpression(node.parent) && /^describe/.test(node.parent.expression.getText())

const bannedWords = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'managers', 'misc'])

/** Files and folders whose name says nothing about what is inside. */
export function findBannedNames(paths: readonly string[]): readonly Finding[] {
  return paths.flatMap((path) => {
    const words = path
      .replace(/([a-z])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .split(/[/\-_.]/)
    const banned = words.find((word) => bannedWords.has(word))
    return banned === undefined ? [] : [{ path, line: 1, what: `the name "${banned}" says nothing` }]
  })
}

/** `enum`, `any`, `!`-less rules the compiler does not hold everywhere: enum, any, empty catch, swallowed rejection. */
export function findBannedSyntax(files: readonly SourceText[]): readonly Finding[] {
  return judgeNodes(files, (node) => {
    if (ts.isEnumDeclaration(node)) return 'enum: use a union of strings'
    if (node.kind === ts.SyntaxKind.AnyKeyword) return 'any: say what it is, or unknown'
    if (ts.isCatchClause(node) && node.block.statements.length === 0) return 'empty catch'
    return isSwallow(node) ? '.catch() that swallows the error' : null
  })
}

function isSwallow(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false
  const [handler] = node.arguments
  if (node.expression.name.text !== 'catch' || handler === undefined || !ts.isArrowFunction(handler)) return false
  if (ts.isBlock(handler.body)) return handler.body.statements.length === 0
  return ['undefined', 'null', 'void 0'].includes(handler.body.getText())
}

/** Packages `shared/` may import, with the places that have a rule of their own. */
const kernelPackages = [
  'zod',
  'temporal-polyfill',
  '@noble/hashes',
  'libphonenumber-js',
  'chrono-node/en',
  'pinyin-pro',
  'opencc-js',
]

/** Imports of `shared/` beyond itself and the short list: the same rule as the fence, read from the text alone. */
export function findForeignImports(files: readonly SourceText[]): readonly Finding[] {
  return files
    .filter(({ path }) => path.startsWith('shared/') && isCode(path))
    .flatMap((file) =>
      importedNames(file)
        .filter((name) => !name.startsWith('.') && !isKernelPackage(name, file.path))
        .map((name) => ({ path: file.path, line: 1, what: `imports ${name}, which is not on the short list` })),
    )
}

function isKernelPackage(name: string, path: string): boolean {
  if (name === '@orpc/contract') return path.startsWith('shared/contract/')
  return kernelPackages.some((allowed) => name === allowed || name.startsWith(`${allowed}/`))
}

const importedNames = (file: SourceText): readonly string[] =>
  ts.preProcessFile(parse(file).text, true, true).importedFiles.map(({ fileName }) => fileName)
