import { implement } from '@orpc/server'
import { type CaseRow, consoleContract } from '../../../shared/contract/console.ts'
import { escalationRows, transferRows } from './rows.ts'

const minute = 60_000

/** Every case of the day was transferred once; none of them waits for somebody who asked it. */
export function transfersOf(rows: readonly CaseRow[], byDue: (rows: readonly CaseRow[]) => readonly CaseRow[]) {
  const os = implement(consoleContract).transfers
  return {
    list: os.list.handler(({ input }) => ({
      rows:
        input.view === 'asked'
          ? []
          : (input.view === 'raised' ? escalationRows : transferRows)(byDue(rows)).slice(0, input.limit),
      asOfMs: Date.now(),
    })),
    counts: os.counts.handler(() => {
      const all = { value: Math.min(1000, rows.length), exact: rows.length <= 1000 }
      const raised = { value: escalationRows(rows).length, exact: true }
      return { mine: all, team: all, asked: { value: 0, exact: true }, raised }
    }),
  }
}

/** One article helped often and has a word for its author. */
export function judgedOf() {
  const os = implement(consoleContract).judged
  return {
    counts: os.counts.handler(() => [{ words: 'system.order_list_timeout', helped: 23, not: 2, told: 1 }]),
    told: os.told.handler(({ input }) =>
      input.words === 'system.order_list_timeout'
        ? [
            {
              ...{ case: 'case-6', number: '20240510-000134', actor: 'gu', atMs: Date.now() - 50 * minute },
              ...{ helped: false, text: '导出改到“报表”下面了，第三步要改' },
            },
          ]
        : [],
    ),
  }
}

/** Files are taken in as they come and can never be opened again. */
export function attachmentsOf() {
  const os = implement(consoleContract).attachments
  return {
    attach: os.attach.handler(({ input }) =>
      input.content.size === 0
        ? { saved: false as const, refusals: [{ tag: 'attachment.empty' }] }
        : { saved: true as const, case: input.case, number: 'K1-1', status: 'received', savedAtMs: Date.now() },
    ),
    places: os.places.handler(() => ({})),
    open: os.open.handler(() => ({ found: false as const, refusal: { tag: 'attachment.missing' } })),
  }
}
