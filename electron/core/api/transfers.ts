import { escalationReceivers } from '../../../shared/case/rights.ts'
import { escalationLevels } from '../../../shared/case/words.ts'
import type { AskedRow } from '../../../shared/contract/transfers.ts'
import type { ListedEscalation } from '../store/escalation-lists.ts'
import type { ListedTransfer } from '../store/transfer-lists.ts'
import type { ApiDeps } from './deps.ts'
import type { Implementer } from './implementer.ts'
import { caseRow, storedClockRow } from './rows.ts'

const none = { value: 0, exact: true }

/** What waits for this person's answer or for them to join, and what they wait for. Source: CALL-8, CALL-9. */
export function transfersRouter(os: Implementer, deps: ApiDeps) {
  const { read } = deps.store
  const asker = () => {
    const actor = deps.who()?.actor
    if (actor === undefined) return undefined
    const levels = escalationLevels.filter((level) => escalationReceivers[level].includes(actor.role))
    return { scopes: actor.scopes, actor: actor.id, team: actor.team, levels }
  }
  return {
    list: os.transfers.list.handler(async ({ input: { view, limit, cursor } }) => {
      const who = asker()
      const asOfMs = deps.nowMs() + deps.offsetMs()
      if (!who) return { rows: [], asOfMs }
      const page = { limit, ...(cursor === undefined ? {} : { cursor }) }
      const { rows, ...more } =
        view === 'raised'
          ? await read.escalations({ ...who, ...page })
          : await read.transfers({ ...who, ...page, view })
      return { rows: rows.map((row) => askedRow(row, asOfMs, deps)), ...more, asOfMs }
    }),
    counts: os.transfers.counts.handler(async () => {
      const who = asker()
      if (!who) return { mine: none, team: none, asked: none, raised: none }
      const [waiting, raised] = await Promise.all([read.transferCounts(who), read.escalationCount(who)])
      const { mine, team, asked } = waiting
      return { mine: { ...mine }, team: { ...team }, asked: { ...asked }, raised: { ...raised } }
    }),
  }
}

function askedRow(row: ListedTransfer | ListedEscalation, nowMs: number, deps: ApiDeps): AskedRow {
  const about = caseRow(row.case, nowMs, deps.maskPhone)
  if (row.kind === 'escalation') return { ...row, case: about }
  const { clock, ...plain } = row
  return { ...plain, ...(clock === undefined ? {} : { clock: storedClockRow(clock, nowMs) }), case: about }
}
