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
