/** What a target takes, and so how a cell is read into it. */
export type TargetKind = 'text' | 'words' | 'when' | 'phones' | 'list' | 'number' | 'json'

/** Parts of a document a column may fill, by dotted name; also the columns of an export, in this order. */
export const targets = {
  kind: 'text',
  channel: 'text',
  receivedAt: 'when',
  foundAt: 'when',
  agent: 'text',
  seat: 'text',
  callId: 'text',
  queue: 'text',
  outcome: 'text',
  talkMs: 'number',
  wrapUpMs: 'number',
  'customer.name': 'text',
  'customer.phones': 'phones',
  'customer.company': 'text',
  'customer.account': 'text',
  'customer.preferredContact': 'text',
  'customer.language': 'text',
  'customer.email': 'text',
  'customer.tags': 'list',
  'issue.symptom': 'words',
  'issue.impact': 'words',
  'issue.occurredAt': 'when',
  'issue.scenario': 'text',
  'issue.product': 'text',
  'issue.region': 'text',
  'classification.problemType': 'text',
  'classification.urgency': 'text',
  'classification.severity': 'text',
  'classification.responsibility': 'text',
  'classification.category': 'text',
  'classification.department': 'text',
  'classification.by': 'text',
  team: 'text',
  owner: 'text',
  emotion: 'number',
  demands: 'json',
  notes: 'json',
} as const satisfies Readonly<Record<string, TargetKind>>

export type Target = keyof typeof targets
export const targetNames = Object.keys(targets) as readonly Target[]
export const isTarget = (name: string): name is Target => Object.hasOwn(targets, name)

/** Between several numbers, or several tags, in one cell. */
export const phonesJoin = ' / '
export const listJoin = ', '

type Loose = { [key: string]: unknown }

/** Puts a value at its dotted place in a document being made. */
export function putTarget(document: Loose, target: Target, value: unknown): void {
  const dot = target.indexOf('.')
  if (dot < 0) {
    document[target] = value
    return
  }
  const group = target.slice(0, dot)
  const block = (document[group] ?? {}) as Loose
  block[target.slice(dot + 1)] = value
  document[group] = block
}

/** What stands at a dotted place, or `undefined`. */
export function targetValue(document: object, target: Target): unknown {
  let value: unknown = document
  for (const part of target.split('.')) value = (value as Loose | undefined)?.[part]
  return value
}
