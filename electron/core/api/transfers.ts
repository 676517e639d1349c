import type { TransferRow } from '../../../shared/contract/transfers.ts'
import type { ListedTransfer } from '../store/transfer-lists.ts'
import type { ApiDeps } from './deps.ts'
import type { Implementer } from './implementer.ts'
import { caseRow, storedClockRow } from './rows.ts'

const none = { value: 0, exact: true }

/** What waits for this person's answer, and what they wait for. Source: CALL-9. */
export function transfersRouter(os: Implementer, deps: ApiDeps) {
  const asker = () => {
    const actor = deps.who()?.actor
    return actor && { scopes: actor.scopes, actor: actor.id, team: actor.team }
  }
  return {
    list: os.transfers.list.handler(async ({ input: { view, limit, cursor } }) => {
      const who = asker()
      const asOfMs = deps.nowMs() + deps.offsetMs()
      if (!who) return { rows: [], asOfMs }
      const place = cursor === undefined ? {} : { cursor }
      const { rows, ...more } = await deps.store.read.transfers({ ...who, view, limit, ...place })
      return { rows: rows.map((row) => transferRow(row, asOfMs, deps)), ...more, asOfMs }
    }),
    counts: os.transfers.counts.handler(async () => {
      const who = asker()
      if (!who) return { mine: none, team: none, asked: none }
      const { mine, team, asked } = await deps.store.read.transferCounts(who)
      return { mine: { ...mine }, team: { ...team }, asked: { ...asked } }
    }),
  }
}

function transferRow({ clock, case: listed, ...plain }: ListedTransfer, nowMs: number, deps: ApiDeps): TransferRow {
  return {
    ...plain,
    ...(clock === undefined ? {} : { clock: storedClockRow(clock, nowMs) }),
    case: caseRow(listed, nowMs, deps.maskPhone),
  }
}
