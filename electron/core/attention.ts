import type { Actor } from '../../shared/case/event.ts'
import type { CaseRow } from '../../shared/contract/console.ts'

/**
 * What the core lets its host know, for badge, notifications and bringing the window up. Never a name, a number or a word of a
 * customer: it is shown over locked screens and kept by the operating system. Source: details.md, CASE-5.
 */
export type HostNews =
  | { readonly kind: 'ring' }
  /** Cases past their due time that the person at work may see. */
  | { readonly kind: 'late'; readonly count: number }
  /** A clock of one of their own cases came near or ran out. */
  | {
      readonly kind: 'clock'
      readonly case: string
      readonly number: string
      readonly clock: string
      readonly state: 'near' | 'breached'
      readonly dueAtMs: number
    }

export interface AttentionDeps {
  readonly who: () => Actor | null
  readonly late: (actor: Actor) => Promise<number>
  /** Their own open cases, the nearest clock first. */
  readonly mine: (actor: Actor) => Promise<readonly CaseRow[]>
  readonly tell: (news: HostNews) => void
  readonly setTimer: (work: () => void, afterMs: number) => { readonly cancel: () => void }
  readonly onBug: (error: unknown) => void
}

export interface Attention {
  /** Something changed, or time was skipped. */
  readonly look: () => void
  readonly stop: () => void
}

const lookEveryMs = 15_000
/** A burst of changes is one look. */
const gatherMs = 300

type Mark = Extract<HostNews, { kind: 'clock' }>

const markOf = ({ id, number, nearest }: CaseRow): Mark[] =>
  nearest && nearest.dueAtMs !== null && (nearest.state === 'near' || nearest.state === 'breached')
    ? [{ kind: 'clock', case: id, number, clock: nearest.clock, state: nearest.state, dueAtMs: nearest.dueAtMs }]
    : []

const keyOf = (mark: Mark): string => `${mark.case} ${mark.clock} ${mark.state} ${mark.dueAtMs}`

/**
 * Watches what needs the person at work. Each mark is told once; what had passed before the console opened is in the count
 * alone, so that nobody is met by fifty notifications in the morning.
 */
export function createAttention(deps: AttentionDeps): Attention {
  let told: { readonly actor: string; readonly keys: Set<string>; late: number } | null = null
  let timer = deps.setTimer(() => void round(), gatherMs)
  let soon = true
  let stopped = false

  const arm = (afterMs: number): void => {
    timer.cancel()
    if (!stopped) timer = deps.setTimer(() => void round(), afterMs)
  }

  const watch = async (actor: Actor): Promise<void> => {
    const [late, rows] = await Promise.all([deps.late(actor), deps.mine(actor)])
    const marks = rows.flatMap(markOf)
    const isFirst = told?.actor !== actor.id
    if (told === null || isFirst) told = { actor: actor.id, keys: new Set(marks.map(keyOf)), late: -1 }
    if (late !== told.late) deps.tell({ kind: 'late', count: late })
    told.late = late
    for (const mark of marks.filter((it) => !told?.keys.has(keyOf(it)))) {
      told.keys.add(keyOf(mark))
      deps.tell(mark)
    }
  }

  const round = async (): Promise<void> => {
    soon = false
    const actor = deps.who()
    try {
      if (actor) await watch(actor)
    } catch (error) {
      deps.onBug(error)
    }
    if (!soon) arm(lookEveryMs)
  }

  return {
    look: () => {
      if (soon) return
      soon = true
      arm(gatherMs)
    },
    stop: () => {
      stopped = true
      timer.cancel()
    },
  }
}
