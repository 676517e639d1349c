import ts from 'typescript'
import { isCode, type SourceText } from './tree.ts'

/** A fault at a place: `what` is one line a person can act on. */
export interface Finding {
  readonly path: string
  readonly line: number
  readonly what: string
}

const parsed = new Map<string, { text: string; source: ts.SourceFile }>()

/** The syntax tree of a file with parents set; parsed once per text. */
export function parse({ path, text }: SourceText): ts.SourceFile {
  const known = parsed.get(path)
  if (known?.text === text) return known.source
  const kind = /\.[tj]sx$/.test(path) ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2024, true, kind)
  parsed.set(path, { text, source })
  return source
}

/** Calls `visit` for every node below `node`, parents first. */
export function walkTree(node: ts.Node, visit: (node: ts.Node) => void): void {
  ts.forEachChild(node, (child) => {
    visit(child)
    walkTree(child, visit)
  })
}

/** 1-based line on which a node's own text begins. */
export const lineOf = (node: ts.Node): number =>
  node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1

/** Findings of `judge` over every node of the code among `files`; `judge` answers what is wrong with a node, or `null`. */
export function judgeNodes(files: readonly SourceText[], judge: (node: ts.Node) => string | null): readonly Finding[] {
  const findings: Finding[] = []
  for (const file of files.filter(({ path }) => isCode(path))) {
    walkTree(parse(file), (node) => {
      const what = judge(node)
      if (what !== null) findings.push({ path: file.path, line: lineOf(node), what })
    })
  }
  return findings
}

/**
 * A type checker over the texts alone: no library, no packages. A name it cannot resolve is therefore a global of the
 * runtime, and a name declared or imported in the file is not.
 */
export function createScope(files: readonly SourceText[]): ts.TypeChecker {
  const code = files.filter(({ path }) => isCode(path))
  const sources = new Map(code.map((file) => [file.path, parse(file)]))
  const host: ts.CompilerHost = {
    getSourceFile: (path) => sources.get(path),
    getDefaultLibFileName: () => '',
    writeFile: () => {
      throw new Error('nothing is written')
    },
    getCurrentDirectory: () => '',
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (path) => sources.has(path),
    readFile: (path) => sources.get(path)?.text,
  }
  const options: ts.CompilerOptions = {
    noLib: true,
    noResolve: true,
    types: [],
    allowJs: true,
    jsx: ts.JsxEmit.Preserve,
  }
  return ts.createProgram({ rootNames: [...sources.keys()], options, host }).getTypeChecker()
}

/** Names through which a global can be reached as a property. */
export const globalObjects = ['globalThis', 'window', 'self', 'global']

function isNameOfMember(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) return memberName(parent) === node
  if (ts.isBindingElement(parent) || ts.isImportSpecifier(parent)) return parent.propertyName === node
  if (ts.isJsxAttribute(parent) || ts.isMetaProperty(parent)) return true
  return ts.isPropertyAssignment(parent) && parent.name === node
}

const memberName = (node: ts.PropertyAccessExpression | ts.QualifiedName): ts.Node =>
  ts.isQualifiedName(node) ? node.right : node.name

const isInType = (node: ts.Node): boolean =>
  ts.findAncestor(node, (above) => ts.isTypeNode(above) && !ts.isExpressionWithTypeArguments(above)) !== undefined

/** The text of `x.name`, `x['name']` where `x` is a bare name: `[x, name]`, else `null`. */
export function memberOf(node: ts.Node): readonly [string, string] | null {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression))
    return [node.expression.text, node.name.text]
  if (!ts.isElementAccessExpression(node) || !ts.isIdentifier(node.expression)) return null
  return ts.isStringLiteralLike(node.argumentExpression) ? [node.expression.text, node.argumentExpression.text] : null
}

/** The name taken out of a global object: `const { fetch } = globalThis`. */
function takenFromGlobal(node: ts.Node): string | null {
  if (!ts.isBindingElement(node) || !ts.isVariableDeclaration(node.parent.parent)) return null
  const { initializer } = node.parent.parent
  if (initializer === undefined || !ts.isIdentifier(initializer) || !globalObjects.includes(initializer.text))
    return null
  return (node.propertyName ?? node.name).getText()
}

/** The global a node uses as a value: `fetch(…)`, `globalThis.fetch`, `{ fetch }`. Types and local names are not uses. */
export function globalUse(scope: ts.TypeChecker, node: ts.Node): string | null {
  const taken = takenFromGlobal(node)
  if (taken !== null) return taken
  const member = memberOf(node)
  if (member !== null && globalObjects.includes(member[0])) return member[1]
  if (!ts.isIdentifier(node) || isNameOfMember(node) || isInType(node)) return null
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? scope.getShorthandAssignmentValueSymbol(node.parent)
    : scope.getSymbolAtLocation(node)
  return symbol === undefined ? node.text : null
}
