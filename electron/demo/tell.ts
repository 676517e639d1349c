import people from '../../resources/demo/people.json' with { type: 'json' }
import empathise from '../../resources/phrases/zh-CN-empathise.json' with { type: 'json' }
import listen from '../../resources/phrases/zh-CN-listen.json' with { type: 'json' }
import type { DemoCustomer } from './customers.ts'
import type { Dice } from './dice.ts'
import { classificationOf, type Judged, kindOf, type Matter, scenarioOf } from './matters.ts'
import { minuteMs, type Plan } from './plan.ts'
import type { Act } from './story.ts'

/** Everything one story is told from. */
export interface Telling {
  readonly story: number
  readonly plan: Plan
  readonly matter: Matter
  readonly judged: Judged
  readonly customer: DemoCustomer
  readonly agent: string
  readonly dice: Dice
  readonly nowMs: number
}

/** Collects the acts of one story. */
export interface Teller {
  readonly acts: readonly Act[]
  /** Something done at a moment by somebody: never before the case was opened, never later than now. */
  readonly tell: (atMs: number, by: string, command: Act['command'], names?: Partial<Act>) => void
}

export function createTeller({ story, nowMs }: Telling): Teller {
  const acts: Act[] = []
  return {
    acts,
    tell: (wantedMs, by, command, names = {}) => {
      const atMs = Math.min(Math.max(wantedMs, acts[0]?.atMs ?? 0), nowMs)
      acts.push({ story, atMs, by, command, ...names })
    },
  }
}

/** A matter that presses within the hour is one where the core business stands still. */
export function judgedFor(plan: Plan, matter: Matter): Judged {
  const judged = classificationOf(matter)
  return plan.driver === 'resolve' ? { ...judged, urgency: 'high' } : judged
}

const calmPhrases = [...listen.phrases, ...empathise.phrases].filter(
  ({ slots, scenarios, situations, emotion }) =>
    slots.length === 0 && scenarios.length === 0 && situations.length === 0 && emotion.from <= 40,
)

/** The call itself: how the case is opened, and what was said. Answers when it was saved. */
export function tellCall(it: Telling, to: Teller, names: Partial<Act>): number {
  const { plan, matter, customer, agent, dice, judged } = it
  const openedMs = plan.calledMs + dice.between(2, 4) * minuteMs
  const channel = channelOf(dice)
  const occurredAtMs = plan.calledMs - dice.between(5, 300) * minuteMs
  const impact = dice.chance(0.4) ? `${matter.impact}。${dice.pick(people.remarks)}` : matter.impact
  const command: Act['command'] = {
    type: 'open',
    kind: kindOf(matter),
    customer,
    issue: {
      occurredAtMs,
      scenario: scenarioOf(matter),
      product: matter.product,
      region: dice.pick(people.regions),
      symptom: matter.symptom,
      impact,
    },
    demands: matter.demands.map((kind) => ({ kind })),
    reception: {
      channel,
      receivedAtMs: plan.calledMs,
      ...(channel === 'hotline' ? { seat: `${dice.between(1, 24)}号席`, callId: `demo-${it.story}` } : {}),
    },
    classification: { urgency: judged.urgency, severity: judged.severity, by: 'default' },
    emotion: dice.chance(0.25) ? dice.between(70, 96) : dice.between(8, 65),
  }
  to.tell(openedMs, agent, command, names)
  if (channel === 'hotline') tellSaid(it, to, openedMs)
  return openedMs
}

function channelOf(dice: Dice): string {
  if (dice.chance(0.72)) return 'hotline'
  return dice.pick(['email', 'wecom', 'in_app', 'web_form', 'store', 'weibo', 'service_point'])
}

function tellSaid({ dice, agent }: Telling, to: Teller, openedMs: number): void {
  const phrase = dice.pick(calmPhrases)
  const { id: phraseId, stage, text } = phrase
  to.tell(openedMs + 20_000, agent, { type: 'say', phraseId, stage, text })
}
