import type { Json } from '../kernel/canonical.ts'
import { type Result, refuse } from '../kernel/result.ts'
import type { CommandOf } from './commands.ts'
import { all, changesFor, checkReceiver, type Loose, notFuture, one, tidy } from './draft-event.ts'
import type { DecideContext, NewEvent } from './event.ts'
import { isPersonalField } from './field.ts'
import type { Case } from './model.ts'

type Decided = Result<readonly NewEvent[]>
type Open = CommandOf<'open'>

/** Most attachments of one case. Source: details.md "Attachments". */
const maxAttachments = 20

/** The opening event: everything of CASE-1, open parts apart from sealed ones. */
export function openCommand(command: Open, ctx: DecideContext): Decided {
  const { reception, issue } = command
  const checked = all(
    notFuture(reception.receivedAtMs, 'reception.receivedAtMs', ctx),
    notFuture(reception.foundAtMs, 'reception.foundAtMs', ctx),
    notFuture(issue.occurredAtMs, 'issue.occurredAtMs', ctx),
    checkReceiver(ctx, { person: command.owner ?? null, team: command.team ?? ctx.actor.team }, 'owner'),
  )
  return checked.ok ? one('opened', ...openedParts(command, ctx)) : checked
}

function openedParts(command: Open, ctx: DecideContext): [Loose, Loose] {
  const { symptom, impact, ...issue } = command.issue
  const demands = command.demands.map((it) => ({ id: ctx.newId(), ...it }))
  const texts = demands.flatMap((it) => (it.text === undefined ? [] : [[it.id, it.text]]))
  const body: Loose = {
    kind: command.kind,
    customerId: command.customerId ?? ctx.newId(),
    number: ctx.nextNumber(),
    reception: tidy({ ...command.reception, agent: command.reception.agent ?? ctx.actor.id }),
    issue: tidy(issue),
    demands: demands.map(({ text: _text, ...open }) => tidy(open)),
    classification: classificationOf(command),
    policy: { ...ctx.policy },
    team: command.team ?? ctx.actor.team,
    owner: command.owner,
    emotion: command.emotion,
    repeatOf: command.repeatOf,
    template: command.template,
  }
  const customer = tidy({ name: '', phones: [], ...tidy(command.customer) })
  return [
    body,
    { customer, symptom, impact, ...(texts.length === 0 ? {} : { demandTexts: Object.fromEntries(texts) }) },
  ]
}

/** Unjudged urgency counts as mid, unjudged severity as general, said as `default`. */
function classificationOf({ classification: it }: Open): { readonly [key: string]: Json } {
  return tidy({ urgency: 'mid', severity: 'general', by: 'default', ...(it === undefined ? {} : tidy(it)) })
}

/** Field edits. What concerns only the customer is a fact (the customer said so); the rest has a condition. */
export function editCommand(state: Case, command: CommandOf<'edit'>, ctx: DecideContext): Decided {
  const future = notFuture(command.issue?.occurredAtMs ?? undefined, 'issue.occurredAtMs', ctx)
  if (!future.ok) return future
  const wanted = { ...named('customer', command.customer), ...named('issue', command.issue) }
  if (state.customer === null && command.customer !== undefined) return refuse('customer.erased', 'customer')
  const changes = changesFor(state, wanted)
  if (changes.count === 0) return refuse('edit.no_change')
  return one(command.issue === undefined ? 'customer_changed' : 'edited', changes.body, changes.personal)
}

function named(group: string, values: object | undefined): Record<string, Json | undefined> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([key, value]) => [`${group}.${key}`, value as Json | undefined]),
  )
}

export function addDemand({ demand }: CommandOf<'addDemand'>, ctx: DecideContext): Decided {
  const { text, ...open } = demand
  const id = ctx.newId()
  return one(
    'demand_added',
    { demand: tidy({ id, ...open }) },
    { demandTexts: text === undefined ? undefined : { [id]: text } },
  )
}

export function attach(state: Case, command: CommandOf<'attach'>): Decided {
  if (state.attachments.some((it) => it.hash === command.hash)) return refuse('attach.already_there', 'hash')
  if (state.attachments.length >= maxAttachments) return refuse('attach.too_many', undefined, { max: maxAttachments })
  const { hash, mediaType, bytes, name } = command
  return one('attached', { hash, mediaType, bytes }, { name })
}

export function reveal(command: CommandOf<'revealField'>): Decided {
  if (!isPersonalField(command.field)) return refuse('reveal.unknown_field', 'field')
  return one('field_revealed', { field: command.field, reason: command.reason.code }, { reason: command.reason.text })
}

/** Takes one of the actor's own newest commands back. */
export function undoCommand(state: Case, { of }: CommandOf<'undo'>): Decided {
  return one('undone', { of, what: state.undoables.find((it) => it.event === of)?.type ?? '' })
}
