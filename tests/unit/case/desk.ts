import { admit } from '../../../shared/case/admit.ts'
import { type CaseCommandInput, parseCommand } from '../../../shared/case/commands.ts'
import { decide } from '../../../shared/case/decide.ts'
import type { Actor, CaseEvent, DecideContext, NewEvent } from '../../../shared/case/event.ts'
import { evolve } from '../../../shared/case/evolve.ts'
import type { Case } from '../../../shared/case/model.ts'
import type { Role } from '../../../shared/case/words.ts'
import type { ActorId, CaseId, DeviceId, EventId, OrgId, ScopeId, SessionId } from '../../../shared/kernel/brand.ts'
import { zeroHlc } from '../../../shared/kernel/hlc.ts'
import { uuidV7 } from '../../../shared/kernel/ids.ts'
import type { Refusal, Result } from '../../../shared/kernel/result.ts'

/** 10 May 2024 10:20 in Shanghai: when the call of the worked example is logged. */
export const startMs = 1_715_307_600_000
export const minute = 60_000
export const hour = 60 * minute

let given = 0
/** A fresh id at each call; order of the calls is the order of the ids. */
export function newId(atMs = startMs): string {
  given += 1
  const count = [24, 16, 8, 0].map((bits) => Math.floor(given / 2 ** bits) % 256)
  return uuidV7(atMs, Uint8Array.from([0, 0, 0, 0, 0, 0, ...count]))
}

/** A person of a team; `also` = further scopes. */
export const person = (id: string, role: Role = 'agent', team = 'service', also: readonly string[] = []): Actor => ({
  id: id as ActorId,
  role,
  team,
  scopes: [`team:${team}`, `user:${id}`, ...also] as unknown as ScopeId[],
})

export const people = {
  agent: person('li'),
  other: person('wang'),
  lead: person('zhao', 'lead'),
  supervisor: person('chen', 'supervisor', 'service', ['team:rnd', 'team:product', 'team:legal']),
  handler: person('sun', 'handler', 'rnd'),
  legal: person('qian', 'legal', 'legal', ['role:legal']),
  brand: person('wu', 'brand', 'brand', ['role:brand']),
  quality: person('zheng', 'quality', 'service'),
  admin: person('feng', 'admin', 'service'),
  system: person('server:demo', 'system', 'none'),
  stranger: person('he', 'agent', 'elsewhere'),
} as const

export const openInput = {
  type: 'open',
  customer: { name: '张三', phones: ['+8613812341234'], company: '某电商' },
  issue: { occurredAtMs: startMs - 5 * minute, symptom: '近 7 天订单列表无法加载', product: '订单系统' },
  demands: [{ kind: 'fix', text: '2 小时内修复', wantedByMs: startMs + 2 * hour }, { kind: 'compensate' }],
  reception: { channel: 'hotline', receivedAtMs: startMs },
} satisfies CaseCommandInput

export type Answer =
  | { readonly events: readonly CaseEvent[]; readonly refusal?: never }
  | { readonly refusal: Refusal; readonly events?: never }

/** One case at one desk: parses, decides, checks that `admit` agrees, folds. Time stands still until `wait`. */
export interface Desk {
  readonly id: CaseId
  state: () => Case
  events: () => readonly CaseEvent[]
  nowMs: () => number
  wait: (ms: number) => Desk
  /** Does it, or answers the refusal. */
  ask: (command: CaseCommandInput, actor?: Actor, more?: Partial<DecideContext>) => Answer
  /** Does it; a refusal is an error of the test. Answers the first event. */
  act: (command: CaseCommandInput, actor?: Actor, more?: Partial<DecideContext>) => CaseEvent
  /** Refused how? The tag. */
  no: (command: CaseCommandInput, actor?: Actor, more?: Partial<DecideContext>) => string
  /** Folds an event made elsewhere. */
  take: (event: CaseEvent) => void
  /** A second desk that holds the same case as it is now. */
  copy: (device?: string) => Desk
}

export const contextAt = (nowMs: number, actor: Actor, device = 'hz-a1'): DecideContext => ({
  nowMs,
  actor,
  org: 'demo' as OrgId,
  device: device as DeviceId,
  newId: () => newId(nowMs),
  nextNumber: () => 'hza1-1',
  policy: { id: 'default', version: 1 },
})

/** The event a store would make of what was decided. */
export function recorded(event: NewEvent, ctx: DecideContext, caseId: CaseId): CaseEvent {
  return {
    personal: null,
    ...event,
    id: event.id ?? (newId(ctx.nowMs) as EventId),
    org: ctx.org,
    device: ctx.device,
    n: 1,
    actor: ctx.actor.id,
    session: 's' as SessionId,
    case: event.case ?? caseId,
    hlc: zeroHlc,
    atMs: ctx.nowMs,
  }
}

export function parsed(command: unknown) {
  const result = parseCommand(command)
  if (!result.ok) throw new Error(`not a command: ${JSON.stringify(result.error)}`)
  return result.value
}

interface Held {
  readonly id: CaseId
  readonly device: string
  state: Case | null
  events: CaseEvent[]
  nowMs: number
}

function agree(answer: Result<void>, event: CaseEvent): void {
  if (!answer.ok) throw new Error(`decided ${event.type}, not admitted: ${JSON.stringify(answer.error)}`)
}

function askDesk(held: Held, command: CaseCommandInput, actor: Actor, more: Partial<DecideContext>): Answer {
  const ctx = { ...contextAt(held.nowMs, actor, held.device), ...more }
  const decided = decide(held.state, parsed(command), ctx)
  if (!decided.ok) return { refusal: decided.error }
  const events = decided.value.map((event) => recorded(event, ctx, held.id))
  for (const event of events.filter((it) => it.case === held.id)) {
    agree(admit(held.state, event, actor), event)
    held.state = evolve(held.state, event)
    held.events.push(event)
  }
  return { events }
}

function deskOf(held: Held): Desk {
  const desk: Desk = {
    id: held.id,
    state: () => {
      if (held.state === null) throw new Error('no case yet')
      return held.state
    },
    events: () => held.events,
    nowMs: () => held.nowMs,
    wait: (ms) => {
      held.nowMs += ms
      return desk
    },
    ask: (command, actor = people.agent, more = {}) => askDesk(held, command, actor, more),
    act: (command, actor = people.agent, more = {}) => {
      const { events, refusal } = askDesk(held, command, actor, more)
      const first = events?.[0]
      if (first === undefined) throw new Error(`${command.type} refused: ${JSON.stringify(refusal)}`)
      return first
    },
    no: (command, actor = people.agent, more = {}) => askDesk(held, command, actor, more).refusal?.tag ?? 'allowed',
    take: (event) => {
      held.state = evolve(held.state, event)
      held.events.push(event)
    },
    copy: (device = 'hz-b2') => deskOf({ ...held, device, events: [...held.events] }),
  }
  return desk
}

/** A desk without a case. */
export const emptyDesk = (atMs = startMs): Desk =>
  deskOf({ id: newId(atMs) as CaseId, device: 'hz-a1', state: null, events: [], nowMs: atMs })

/** A desk with an opened complaint. */
export function openDesk(more: Partial<CaseCommandInput & { type: 'open' }> = {}): Desk {
  const desk = emptyDesk()
  desk.act({ ...openInput, ...more })
  return desk
}

const reason = { code: 'waiting_customer' }

/** A desk whose complaint has reached a stage of its life. */
export function deskAt(stage: Case['status']): Desk {
  const desk = openDesk()
  const steps: readonly [Case['status'], () => void][] = [
    ['received', () => undefined],
    [
      'assessed',
      () => desk.act({ type: 'classify', problemType: 'product_fault', responsibility: 'rnd', urgency: 'mid' }),
    ],
    ['in_progress', () => desk.act({ type: 'assign', owner: 'li' })],
    ['resolved', () => desk.act({ type: 'resolve', causeCode: 'capacity', cause: '索引缺失', measures: '已补建索引' })],
    ['informed', () => desk.act({ type: 'inform', way: 'email', letter: '您好，问题已解决。' })],
    ['followed_up', () => desk.act({ type: 'followUp', satisfied: true })],
    ['closed', () => desk.act({ type: 'close' })],
  ]
  if (stage === 'on_hold') return through(desk, () => desk.act({ type: 'hold', reason }))
  if (stage === 'withdrawn')
    return through(desk, () => desk.act({ type: 'withdraw', reason: { code: 'customer_withdrew' } }))
  if (stage === 'merged') return through(desk, () => desk.act({ type: 'merge', into: newId() }))
  for (const [name, step] of steps) {
    step()
    if (name === stage) break
  }
  return desk
}

function through(desk: Desk, step: () => void): Desk {
  step()
  return desk
}
