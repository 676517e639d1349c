import { implement } from '@orpc/server'
import { type CaseRow, consoleContract } from '../../../shared/contract/console.ts'
import type { Feed } from './feed.ts'
import { type byDue, frontFirst, narrowed, nowMs } from './order.ts'
import type { Scene } from './scenes.ts'

/** A command that came, with the id it came under. */
export interface Given {
  readonly id: string
  readonly command: unknown
}

/** Saves at most one case for one command, as the real core does, and tells everybody. */
function executeOn(scene: Scene, rows: CaseRow[], given: Given[], changes: Feed) {
  const done = new Map<string, string>()
  return (commandId: string, id: string | undefined, command: unknown) => {
    given.push({ id: commandId, command })
    if (id !== undefined) {
      const number = rows.find((row) => row.id === id)?.number ?? ''
      return { saved: true as const, case: id, number, status: 'in_progress', savedAtMs: nowMs() }
    }
    const { issue, classification } = command as { issue: { symptom: string }; classification?: { urgency?: string } }
    const number = done.get(commandId) ?? `K1-${String(88 + done.size).padStart(4, '0')}`
    if (!done.has(commandId)) {
      done.set(commandId, number)
      rows.unshift(
        scene.rowOf({ id: commandId, number, symptom: issue.symptom, urgency: classification?.urgency ?? 'mid' }),
      )
      changes.push({ kind: 'cases', ids: [commandId] })
    }
    return { saved: true as const, case: commandId, number, status: 'received', savedAtMs: nowMs() }
  }
}

/** How long the answers take. */
export interface Pace {
  lookUpMs: number
}

/** Nothing waits where nothing is slow: not even until the next turn. Made fast again, what waits is answered. */
const late = async (pace: Pace) => {
  const askedMs = performance.now()
  while (performance.now() - askedMs < pace.lookUpMs) await new Promise((resolve) => setTimeout(resolve, 10))
}

export interface CaseDesk {
  readonly scene: Scene
  readonly rows: CaseRow[]
  readonly inOrder: typeof byDue
  readonly given: Given[]
  readonly changes: Feed
  readonly pace: Pace
}

/** Everything the screens ask about cases. */
export function casesOf({ scene, rows, inOrder, given, changes, pace }: CaseDesk) {
  const os = implement(consoleContract).cases
  const execute = executeOn(scene, rows, given, changes)
  return {
    execute: os.execute.handler(({ input }) => execute(input.commandId, input.case, input.command)),
    list: os.list.handler(({ input }) => {
      const past = Number(input.cursor ?? 0)
      const sorted = frontFirst(narrowed(inOrder(rows), input.filter, input.text), input.headings)
      const next = past + input.limit < sorted.length ? { next: String(past + input.limit) } : {}
      const count = { value: Math.min(1000, sorted.length), exact: sorted.length <= 1000 }
      const from = input.backward ? Math.max(0, sorted.length - past - input.limit) : past
      const page = sorted.slice(from, input.backward ? sorted.length - past : past + input.limit)
      return { rows: [...page], ...next, count, asOfMs: nowMs(), tookMs: 4 }
    }),
    search: os.search.handler(async ({ input }) => {
      await late(pace)
      const found = rows.filter((row) => `${row.symptom} ${row.number} ${row.customerName}`.includes(input.text))
      const withText = found.slice(0, input.limit).map((row) => ({ ...row, snippet: { text: '', marks: [] } }))
      return { rows: withText, asOfMs: nowMs(), tookMs: 1 }
    }),
    counts: os.counts.handler(() => scene.counts(rows)),
    get: os.get.handler(({ input }) => newestOf(scene.viewOf(rows.find(({ id }) => id === input.id)), input.newest)),
    chain: os.chain.handler(() => 'verified' as const),
    executeAll: os.executeAll.handler(({ input }) => ({
      answers: input.items.map((item) => ({
        ...execute(item.commandId, item.case, item.command),
        undo: { of: item.commandId, untilMs: nowMs() + 10_000 },
      })),
    })),
    judge: os.judge.handler(({ input }) => ({
      answers: input.items.map((item, index) => ({
        case: item.case,
        number: rows.find(({ id }) => id === item.case)?.number ?? '',
        refusals: index === 1 ? [{ tag: 'assign.reason_needed' }] : [],
      })),
    })),
    reveal: os.reveal.handler(() => ({ shown: true as const, value: ['+8613812341234'] })),
    byPhone: os.byPhone.handler(async ({ input }) => {
      await late(pace)
      return scene.history(input.phone, rows)
    }),
  }
}

function newestOf<View extends { readonly record: readonly unknown[] }>(view: View | null, newest: number | undefined) {
  if (view === null || newest === undefined) return view
  const record = view.record.slice(-newest)
  return { ...view, record: [...record], older: view.record.length - record.length }
}

/** A store that cannot be read. */
export function unreadable(): never {
  throw new Error('damaged')
}
