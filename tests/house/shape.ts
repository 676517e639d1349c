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

/** Functions over their limit; a component (JSX file, name with a capital) may be longer. Lists of tests are none. */
export function findLongFunctions(files: readonly SourceText[]): readonly Finding[] {
  return judgeNodes(files, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node)) return null
    const lines = linesOf(node)
    if (lines <= limits.functionLines || isListOfTests(node)) return null
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

/** A body that is a list of tests: it calls `it` or `describe` itself. Each test in it is judged as a function of its own. */
function isListOfTests(node: ts.SignatureDeclaration & { readonly body?: ts.Node | undefined }): boolean {
  if (!node.getSourceFile().fileName.startsWith('tests/') || node.body === undefined || !ts.isBlock(node.body))
    return false
  return node.body.statements.some(
    (statement) =>
      ts.isExpressionStatement(statement) && /^(it|test|describe|itWith|describeWith)\b/.test(statement.getText()),
  )
}

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
    return isSwallow(node) && !hasReason(node) ? '.catch() that swallows the error without saying why' : null
  })
}

function isSwallow(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false
  const [handler] = node.arguments
  if (node.expression.name.text !== 'catch' || handler === undefined || !ts.isArrowFunction(handler)) return false
  if (ts.isBlock(handler.body)) return handler.body.statements.length === 0
  return ['undefined', 'null', 'void 0'].includes(handler.body.getText())
}

/** A comment on the statement's own lines or right above it. */
function hasReason(node: ts.Node): boolean {
  const statement = ts.findAncestor(node, ts.isStatement) ?? node
  const text = node.getSourceFile().text
  const above = ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? []
  const behind = ts.getTrailingCommentRanges(text, statement.getEnd()) ?? []
  return above.length + behind.length > 0
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
