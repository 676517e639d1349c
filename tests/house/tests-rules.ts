import ts from 'typescript'
import { type Finding, judgeNodes, parse, walkTree } from './source.ts'
import type { SourceText } from './tree.ts'

export const isTest = (path: string): boolean => /^tests\/.*\.test\.tsx?$/.test(path)

/** The one file that may skip, because it writes down why. */
const skipFile = 'tests/skip.ts'
const switches = new Set(['only', 'skip', 'todo', 'skipIf', 'runIf', 'fails'])
const runners = new Set(['it', 'test', 'describe', 'suite', 'bench'])

/** Tests switched off, on alone, or to be written some day: `.only`, `.skip`, `.todo`, `{ skip: true }`. */
export function findSwitches(files: readonly SourceText[]): readonly Finding[] {
  const judged = files.filter(({ path }) => path.startsWith('tests/') && path !== skipFile)
  return judgeNodes(judged, (node) => {
    if (ts.isPropertyAccessExpression(node) && switches.has(node.name.text) && runners.has(firstName(node))) {
      return `${node.getText()}: a test is whole or it is not there`
    }
    return isSkipOption(node) || isContextSkip(node) ? 'a skip without the allowed function of tests/skip.ts' : null
  })
}

function firstName(node: ts.Expression): string {
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return firstName(node.expression)
  return node.getText()
}

function isSkipOption(node: ts.Node): boolean {
  if (!ts.isPropertyAssignment(node) || !switches.has(node.name.getText())) return false
  const call = node.parent.parent
  return ts.isCallExpression(call) && runners.has(firstName(call.expression))
}

/** `ctx.skip()` or `({ skip }) => skip()` inside a test. */
function isContextSkip(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false
  const called = node.expression.getText()
  return called === 'skip' || /^(ctx|context|task)\.skip$/.test(called)
}

const asserts = /^(expect|expectTypeOf|assert|assertType|fc\.assert)\b/

/** Test files in which nothing is asserted. (That each test asserts is held at run time by `requireAssertions`.) */
export function findTestsWithoutAssertions(files: readonly SourceText[]): readonly Finding[] {
  return files
    .filter(({ path }) => isTest(path))
    .filter((file) => !assertsSomething(file))
    .map(({ path }) => ({ path, line: 1, what: 'no assertion in the whole file' }))
}

function assertsSomething(file: SourceText): boolean {
  let found = false
  walkTree(parse(file), (node) => {
    if (ts.isCallExpression(node) && asserts.test(node.expression.getText())) found = true
  })
  return found
}

/** Test files outside the folders a vitest project runs: they would never run. */
export function findLostTests(paths: readonly string[], included: readonly RegExp[]): readonly Finding[] {
  return paths
    .filter((path) => /\.(test|spec)\.[cm]?[tj]sx?$/.test(path))
    .filter((path) => !included.some((pattern) => pattern.test(path)))
    .map((path) => ({ path, line: 1, what: 'no vitest project runs this file' }))
}
