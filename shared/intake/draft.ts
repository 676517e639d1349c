import { standing } from '../assist/record.ts'
import { parseCommand } from '../case/commands.ts'
import { ok, type Refusal, type Result } from '../kernel/result.ts'
import { answerFaults } from './draft-answers.ts'
import { type Draft, type DraftContext, fieldText, type OpenCommand } from './draft-model.ts'
import { classificationPart, customerPart, demandPart, issuePart, plainPart } from './draft-parts.ts'
import type { Template } from './template.ts'

function missingFields(draft: Draft, template: Template): Refusal[] {
  const isEmpty = ({ field }: Template['fields'][number]) =>
    field === 'demands' ? draft.demands.length === 0 : fieldText(draft, template, field) === ''
  return template.fields.filter((f) => f.required && isEmpty(f)).map(({ field }) => ({ tag: 'draft.missing', field }))
}

/** Where the agent typed what the command calls by another path. */
const typedIn = (path: string): string =>
  path
    .replace(/^(?:customer|issue)\./, '')
    .replace(/^occurredAtMs$/, 'when')
    .replace(/^phones(?:\..*)?$/, 'phone')
    .replace(/\.wantedByMs$/, '.within')
    .replace(/\.(?:amountMinor|currency)$/, '.amount')

/** The first fault of each field is enough: it names what to do there. */
const oncePerField = (faults: readonly Refusal[]): Refusal[] =>
  faults.filter((fault, i) => faults.findIndex((other) => other.field === fault.field) === i)

/**
 * Turns a draft into the command that opens the case, or names every missing and every bad field at once, each by the
 * place it was typed in. Tags: `draft.missing`, `draft.bad_answer`, and those of `readPhones`, `readWhen`,
 * `readPromise`, `readAmount` and `parseCommand`. Never throws; a word typed is kept or refused, never dropped.
 * Source: CALL-1, CASE-1, issue B "intake/".
 */
export function draftToCommand(
  draft: Draft,
  template: Template,
  context: DraftContext,
): Result<OpenCommand, readonly Refusal[]> {
  const customer = customerPart(draft, template, context)
  const issue = issuePart(draft, template, context)
  const demands = draft.demands.map((demand, i) => demandPart(demand, i, context))
  const parsed = parseCommand({
    type: 'open',
    kind: draft.kind ?? template.kind,
    customer: customer.value,
    issue: issue.value,
    demands: demands.map((demand) => demand.value),
    reception: draft.reception,
    classification: classificationPart(draft, template),
    ...plainPart(draft),
  })
  const faults = oncePerField([
    ...missingFields(draft, template),
    ...answerFaults(draft.answers, template.questions),
    ...[customer, issue, ...demands].flatMap((part) => part.faults),
    ...(parsed.ok ? [] : parsed.error.map((error) => ({ ...error, field: typedIn(error.field ?? 'draft') }))),
  ])
  if (faults.length > 0 || !parsed.ok) return { ok: false, error: faults }
  // The input names its type, so the parsed command has it.
  return ok(parsed.value as OpenCommand)
}

/**
 * What the agent should know without being stopped: the template was withdrawn (`draft.template_withdrawn`) or
 * replaced (`draft.template_newer`) while the call ran, or wants a review (`draft.template_review_due`).
 * `on` is today as `YYYY-MM-DD`. Source: TRU-5, details.md "Failures nobody asks for".
 */
export function draftNotices(draft: Pick<Draft, 'template'>, template: Template, on: string): Refusal[] {
  const state = standing(template, on)
  const notice = (tag: string): Refusal => ({
    tag,
    field: 'template',
    detail: { id: template.id, version: template.version, reason: template.withdrawn?.reason ?? '' },
  })
  return [
    ...(state === 'withdrawn' ? [notice('draft.template_withdrawn')] : []),
    ...(state === 'review_due' ? [notice('draft.template_review_due')] : []),
    ...(draft.template.version < template.version ? [notice('draft.template_newer')] : []),
  ]
}
