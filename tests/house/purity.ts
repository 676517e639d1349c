import ts from 'typescript'
import { globalUse, memberOf } from './globals.ts'
import { type Finding, judgeNodes } from './source.ts'
import type { SourceText } from './tree.ts'

/** Folders whose code is replayed: the same events must fold to the same bytes on every machine for years. */
const isReplayed = (path: string): boolean => /^shared\/(case|sla|sync|kernel)\//.test(path)
/** Calendars are compiled once into windows of epoch milliseconds; nothing else of the replay path reads a calendar. */
const isCalendarCompiler = (path: string): boolean => /^shared\/sla\/compile[^/]*\.ts$/.test(path)

/** Nothing in shared/ may touch the machine it runs on. */
const machine = new Set(
  'process performance globalThis window self global crypto navigator document localStorage console fetch WebSocket EventSource XMLHttpRequest setTimeout setInterval setImmediate queueMicrotask require Buffer Worker'.split(
    ' ',
  ),
)
const calendar = new Set(['Date', 'Intl'])
const machineMembers = new Set(['Math.random', 'Date.now', 'performance.now'])
const localeMembers = new Set([
  'localeCompare',
  'toLocaleString',
  'toLocaleDateString',
  'toLocaleTimeString',
  'toLocaleUpperCase',
  'toLocaleLowerCase',
])

/** Clock, randomness, environment or disk in shared/; calendars and locales in its replay path. */
export function findImpurities(files: readonly SourceText[]): readonly Finding[] {
  const shared = files.filter(({ path }) => path.startsWith('shared/'))
  const everywhere = judgeNodes(shared, machineUse)
  const replayed = shared.filter(({ path }) => isReplayed(path))
  return [...everywhere, ...judgeNodes(replayed, replayUse)]
}

function machineUse(node: ts.Node): string | null {
  const member = memberOf(node)?.join('.')
  if (member !== undefined && machineMembers.has(member)) return `${member}: time and randomness come in as values`
  if (isNowDate(node)) return 'Date without a time: the clock comes in as a value'
  const name = globalUse(node)
  return name !== null && machine.has(name) ? `${name}: the kernel knows no machine` : null
}

function isNowDate(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return globalUse(node.expression) === 'Date' && (node.arguments ?? []).length === 0
  return ts.isCallExpression(node) && globalUse(node.expression) === 'Date'
}

function replayUse(node: ts.Node): string | null {
  const locale = memberName(node)
  if (locale !== null && localeMembers.has(locale)) return `${locale}: the answer depends on the machine's language`
  const compiler = isCalendarCompiler(node.getSourceFile().fileName)
  if (!compiler && temporalUse(node)) return 'Temporal: calendars are compiled to windows first'
  const name = globalUse(node) ?? typeUse(node)
  return name !== null && calendar.has(name) ? `${name}: the replay path reads no calendar` : null
}

function memberName(node: ts.Node): string | null {
  if (ts.isPropertyAccessExpression(node)) return node.name.text
  if (!ts.isElementAccessExpression(node)) return null
  return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : null
}

/** `Date` or `Intl` in a type: a value of it would have to come from somewhere. */
function typeUse(node: ts.Node): string | null {
  if (!ts.isTypeReferenceNode(node)) return null
  return node.typeName.getText().split('.')[0] ?? null
}

function temporalUse(node: ts.Node): boolean {
  if (ts.isStringLiteral(node)) return ts.isImportDeclaration(node.parent) && node.text.startsWith('temporal-polyfill')
  return ts.isIdentifier(node) && node.text === 'Temporal'
}
