import ts from 'typescript'
import { walkTree } from './source.ts'

/** Names declared per scope of a file: what is not among them on the way up is a global of the runtime. */
type Scopes = ReadonlyMap<ts.Node, ReadonlySet<string>>

const known = new WeakMap<ts.SourceFile, Scopes>()

const opensScope = (node: ts.Node): boolean =>
  ts.isSourceFile(node) ||
  ts.isBlock(node) ||
  ts.isCaseBlock(node) ||
  ts.isModuleBlock(node) ||
  ts.isCatchClause(node) ||
  ts.isFunctionLike(node) ||
  ts.isForStatement(node) ||
  ts.isForInStatement(node) ||
  ts.isForOfStatement(node)

/** The name a node declares: variable, parameter, part of a pattern, function, class, import. */
function declaredName(node: ts.Node): string | null {
  const declares =
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isClassDeclaration(node) ||
    ts.isImportClause(node) ||
    ts.isImportSpecifier(node) ||
    ts.isNamespaceImport(node)
  return declares && node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : null
}

/** A function expression knows its own name inside; every other name belongs to what stands around its declaration. */
const scopeAround = (node: ts.Node): ts.Node | undefined =>
  ts.findAncestor(ts.isFunctionExpression(node) ? node : node.parent, opensScope)

function scopesOf(source: ts.SourceFile): Scopes {
  const found = known.get(source)
  if (found !== undefined) return found
  const scopes = new Map<ts.Node, Set<string>>()
  walkTree(source, (node) => {
    const name = declaredName(node)
    const scope = name === null ? undefined : scopeAround(node)
    if (name === null || scope === undefined) return
    scopes.set(scope, (scopes.get(scope) ?? new Set()).add(name))
  })
  known.set(source, scopes)
  return scopes
}

function isDeclared(node: ts.Identifier): boolean {
  const scopes = scopesOf(node.getSourceFile())
  return ts.findAncestor(node, (above) => scopes.get(above)?.has(node.text) === true) !== undefined
}

/** Names through which a global can be reached as a property. */
const globalObjects = ['globalThis', 'window', 'self', 'global']

/** Names that are not looked up: what a declaration or member is called, the right side of `a.b`, the left of `{ a: b }`. */
function isPlainName(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isShorthandPropertyAssignment(parent)) return false
  if (ts.isQualifiedName(parent)) return parent.right === node
  if ((ts.isBindingElement(parent) || ts.isImportSpecifier(parent)) && parent.propertyName === node) return true
  return 'name' in parent && parent.name === node
}

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
export function globalUse(node: ts.Node): string | null {
  const taken = takenFromGlobal(node)
  if (taken !== null) return taken
  const member = memberOf(node)
  if (member !== null && globalObjects.includes(member[0])) return member[1]
  if (!ts.isIdentifier(node) || isPlainName(node) || isInType(node)) return null
  return isDeclared(node) ? null : node.text
}
