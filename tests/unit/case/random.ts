import type { CaseCommandInput } from '../../../shared/case/commands.ts'
import { commandTypes } from '../../../shared/case/commands.ts'
import type { Actor } from '../../../shared/case/event.ts'
import type { Case } from '../../../shared/case/model.ts'
import { caseKinds } from '../../../shared/case/words.ts'
import { type Desk, hour, newId, openDesk, people } from './desk.ts'
import { samples } from './samples.ts'

/** One random wish: which command, who, and which of the things on the case it is about. */
export interface Wish {
  readonly command: number
  readonly actor: number
  readonly thing: number
  readonly waitMs: number
}

/** Those who do most of the work come up more often. */
const actors: readonly Actor[] = [
  people.agent,
  people.agent,
  people.agent,
  people.supervisor,
  people.supervisor,
  ...Object.values(people),
]
export const wishLimits = {
  command: commandTypes.length - 1,
  actor: actors.length - 1,
  thing: 7,
  waitMs: 8000,
} as const

const pick = <T>(items: readonly T[], at: number): T | undefined => items[at % Math.max(items.length, 1)]

/** Ids that stand on the case, by the field of a command that names one. */
function things(state: Case, at: number): Readonly<Record<string, string | undefined>> {
  const conflict = pick(state.conflicts, at)
  return {
    transfer: pick(state.transfers, at)?.id,
    escalation: pick(state.escalations, at)?.id,
    compensation: pick(state.compensations, at)?.id,
    promise: pick(state.promises, at)?.id,
    survey: pick(state.surveys, at)?.id,
    pick: pick(conflict?.values ?? [], at)?.event,
  }
}

/** Makes a wish a command for this case: real ids where there are any, times from now on. */
function commandFor(state: Case, wish: Wish, nowMs: number): CaseCommandInput {
  const wished = commandTypes[wish.command] ?? 'addNote'
  // Most lives go on: what ends a case for good is seldom.
  const type = (wished === 'merge' || wished === 'withdraw') && wish.thing > 0 ? 'payCompensation' : wished
  const found = things(state, wish.thing)
  const named = Object.entries(samples[type]).map(([key, value]) => [key, found[key] ?? value] as const)
  const command: Record<string, unknown> = Object.fromEntries(named)
  if (type === 'undo') command['of'] = pick(state.undoables, wish.thing)?.event ?? newId()
  if (type === 'promise') command['dueAtMs'] = nowMs + hour
  if (type === 'transfer')
    Object.assign(command, {
      wantedByMs: nowMs + hour,
      toTeam: pick(['rnd', 'product', 'legal', 'finance'], wish.thing),
    })
  if (type === 'escalate') command['level'] = pick(['lead', 'manager', 'legal', 'brand', 'executive'], wish.thing)
  if (type === 'edit') delete command[pick(['customer', 'issue', 'none'], wish.thing) ?? '']
  if (type === 'classify') command['urgency'] = pick(['high', 'mid', 'low'], wish.thing)
  if (type === 'settleConflict') command['field'] = pick(state.conflicts, wish.thing)?.field ?? 'owner'
  if (type === 'attach') command['hash'] = String(wish.thing).repeat(64).slice(0, 64)
  if (type === 'confirmBackdating')
    command['of'] = state.signals.find((it) => it.claimedAtMs !== undefined && it.id !== undefined)?.id ?? newId()
  return command as CaseCommandInput
}

/** Plays wishes on a fresh case; refused ones are nothing. Answers the desk. */
export function play(
  wishes: readonly Wish[],
  desk: Desk = openDesk({ kind: pick(caseKinds, wishes[0]?.thing ?? 0) ?? 'complaint' }),
): Desk {
  for (const wish of wishes) {
    const command = commandFor(desk.state(), wish, desk.wait(wish.waitMs).nowMs())
    if (command.type !== 'open') desk.ask(command, pick(actors, wish.actor))
  }
  return desk
}
