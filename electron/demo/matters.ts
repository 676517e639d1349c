import categories from '../../resources/categories.json' with { type: 'json' }
import shipped from '../../resources/demo/matters.json' with { type: 'json' }
import type { DemoTeam } from '../../shared/contract/demo.ts'
import { hourMs } from './plan.ts'

/** What a customer of the demonstration calls about, and how it ends. Hand-written. */
export interface Matter {
  readonly id: string
  readonly category: string
  readonly product: string
  readonly symptom: string
  readonly impact: string
  readonly demands: readonly string[]
  /** A complaint has a cause and measures; a question, an idea or praise has a reply. */
  readonly cause?: { readonly code: string; readonly words: string }
  readonly measures?: string
  readonly plan?: string
  readonly reply?: string
}

export const matters: readonly Matter[] = shipped.matters

export const isComplaint = (matter: Matter): boolean => matter.cause !== undefined

/** The matrix of CLS-1 for a matter: what its category proposes. */
export function classificationOf({ category }: Matter) {
  const found = categories.categories.find(({ id }) => id === category)
  if (found === undefined) throw new Error(`demo: no category ${category}`)
  const { problemType, urgency, severity, department, responsibility } = found
  return { problemType, urgency, severity, department, category, ...(responsibility ? { responsibility } : {}) }
}

export type Judged = ReturnType<typeof classificationOf>

const teamOfDepartment: Readonly<Record<string, DemoTeam>> = {
  rnd: 'rnd',
  technical_support: 'rnd',
  after_sale: 'aftersale',
  quality: 'aftersale',
  logistics: 'logistics',
  finance: 'finance',
  product: 'product',
  operations: 'product',
  partner: 'product',
}

/** The team asked to answer for a department, where the demonstration has one. */
export const answeringTeam = (judged: Judged): DemoTeam | undefined => teamOfDepartment[judged.department]

/** About how long the default policy gives to resolve it. */
export function resolveTargetMs({ urgency, severity }: Judged): number {
  if (severity === 'major' || urgency === 'high') return severity === 'urgent' ? hourMs : 2 * hourMs
  if (severity === 'urgent') return 12 * hourMs
  return urgency === 'low' ? 48 * hourMs : 24 * hourMs
}

const scenarios: Readonly<Record<string, string>> = { system: 'system_fault', service: 'other' }

/** The intake template a matter is taken in with. */
export function scenarioOf({ category }: Matter): string {
  const [root = 'other'] = category.split('.')
  return scenarios[root] ?? root
}

const lightKinds: Readonly<Record<string, string>> = {
  'other.how_to': 'inquiry',
  'other.suggestion': 'suggestion',
  'other.praise': 'praise',
}
export const kindOf = ({ category }: Matter): string => lightKinds[category] ?? 'complaint'
