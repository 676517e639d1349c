import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'

/** What Electron's own type file declares: the truth the double is held against. */
export interface Declared {
  /** Methods and properties of a class or interface, inherited ones included. */
  readonly members: (type: string) => ReadonlySet<string>
  /** Event names its `on` knows. */
  readonly events: (type: string) => ReadonlySet<string>
  /** Names a module import gives in this process. */
  readonly exports: (process: 'Main' | 'Renderer' | 'Utility') => ReadonlySet<string>
}

type TypeNode = ts.ClassDeclaration | ts.InterfaceDeclaration

const file = join(resolve(import.meta.dirname, '../..'), 'node_modules', 'electron', 'electron.d.ts')
const emitterMembers = ['on', 'once', 'off', 'addListener', 'removeListener', 'removeAllListeners', 'emit']

function namespaceOf(source: ts.SourceFile, path: readonly string[]): readonly ts.Statement[] {
  let statements: readonly ts.Statement[] = source.statements
  for (const name of path) {
    const found = statements.filter((s): s is ts.ModuleDeclaration => ts.isModuleDeclaration(s) && s.name.text === name)
    statements = found.flatMap((s) => (s.body && ts.isModuleBlock(s.body) ? [...s.body.statements] : []))
  }
  return statements
}

function typeNodes(source: ts.SourceFile): ReadonlyMap<string, TypeNode> {
  const nodes = new Map<string, TypeNode>()
  for (const statement of namespaceOf(source, ['Electron'])) {
    const isType = ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement)
    if (isType && statement.name) nodes.set(statement.name.text, statement)
  }
  return nodes
}

const nameOf = (member: ts.ClassElement | ts.TypeElement): string =>
  member.name && (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name)) ? member.name.text : ''

function eventOf(member: ts.ClassElement | ts.TypeElement): string | null {
  if (nameOf(member) !== 'on' || !(ts.isMethodDeclaration(member) || ts.isMethodSignature(member))) return null
  const type = member.parameters[0]?.type
  return type && ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? type.literal.text : null
}

function parentsOf(node: TypeNode): readonly string[] {
  return (node.heritageClauses ?? []).flatMap((clause) => clause.types.map((type) => type.expression.getText()))
}

/** Reads electron.d.ts once (about half a second). */
export function readDeclared(): Declared {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const nodes = typeNodes(source)
  const collect = (type: string, pick: (node: TypeNode) => readonly string[]): ReadonlySet<string> => {
    const node = nodes.get(type)
    if (!node) return new Set(/Emitter$/.test(type) ? emitterMembers : [])
    return new Set([...pick(node), ...parentsOf(node).flatMap((parent) => [...collect(parent, pick)])])
  }
  return {
    members: (type) => {
      if (!nodes.has(type)) throw new Error(`electron.d.ts declares no ${type}`)
      return collect(type, (node) => node.members.map(nameOf))
    },
    events: (type) => collect(type, (node) => node.members.flatMap((member) => eventOf(member) ?? [])),
    exports: (process) =>
      // What main and renderer have in common is declared apart; a utility process has its own list only.
      new Set(
        [process, ...(process === 'Utility' ? [] : ['Common'])].flatMap((name) =>
          namespaceOf(source, ['Electron', name]).flatMap(exportedNames),
        ),
      ),
  }
}

function exportedNames(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map((d) => d.name.getText())
  return ts.isClassDeclaration(statement) && statement.name ? [statement.name.text] : []
}
