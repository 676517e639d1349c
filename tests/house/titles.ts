import ts from 'typescript'
import { lineOf, parse } from './source.ts'
import type { SourceText } from './tree.ts'

/** A test as written: its own title behind the titles of what it stands in. Parts that are computed read `…`. */
export interface TestTitle {
  readonly path: string
  readonly line: number
  readonly title: string
}

/** Functions that take a title, and where in their arguments it stands. */
const titled: Readonly<Record<string, { readonly at: number; readonly isTest: boolean }>> = {
  it: { at: 0, isTest: true },
  test: { at: 0, isTest: true },
  describe: { at: 0, isTest: false },
  suite: { at: 0, isTest: false },
  itWith: { at: 1, isTest: true },
  describeWith: { at: 1, isTest: false },
}

/** `it`, `it.each(…)`, `it.concurrent` → `it`. */
function calledName(node: ts.Expression): string {
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return calledName(node.expression)
  return ts.isTaggedTemplateExpression(node) ? calledName(node.tag) : node.getText()
}

function wordsOf(node: ts.Expression | undefined): string {
  if (node === undefined) return '…'
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')
  if (ts.isBinaryExpression(node)) return wordsOf(node.left) + wordsOf(node.right)
  return '…'
}

/** Every test of a file, in order. */
export function readTitles(file: SourceText): readonly TestTitle[] {
  const titles: TestTitle[] = []
  const visit = (node: ts.Node, above: readonly string[]): void => {
    const kind = ts.isCallExpression(node) ? titled[calledName(node.expression)] : undefined
    const takesBody = ts.isCallExpression(node) && node.arguments.length > 1
    if (kind === undefined || !ts.isCallExpression(node) || !takesBody) {
      ts.forEachChild(node, (child) => visit(child, above))
      return
    }
    const path = [...above, wordsOf(node.arguments[kind.at])]
    if (kind.isTest) titles.push({ path: file.path, line: lineOf(node), title: path.join(' › ') })
    else for (const argument of node.arguments) visit(argument, path)
  }
  visit(parse(file), [])
  return titles
}
