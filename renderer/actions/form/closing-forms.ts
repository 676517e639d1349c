import type { FormAct } from '../../state/view.ts'
import { lines, mayBe, picked, plainly, reasonOf, why } from './fields.ts'
import type { Form } from './types.ts'

export const closingForms = {
  resolve: {
    command: 'resolve',
    fields: [
      { name: 'causeCode', look: 'select', source: { reasons: 'cause' } },
      lines('cause'),
      lines('measures'),
      mayBe(lines('plan')),
      mayBe(lines('compensation')),
    ],
    make: plainly('resolve', (values) =>
      picked(values, {
        causeCode: 'causeCode',
        cause: 'cause',
        measures: 'measures',
        plan: 'plan',
        compensation: 'compensation',
      }),
    ),
  },
  /** Without a follow-up only with a reason. Source: D0 一(二)2. */
  close: {
    command: 'close',
    fields: [
      {
        name: 'noFollowUp',
        look: 'list',
        source: { reasons: 'no_follow_up' },
        optional: (theCase) => theCase.followUps.some(({ round }) => round === theCase.reopenings),
      },
      mayBe(lines('text')),
    ],
    make: plainly('close', (values) => picked(values, { noFollowUpReason: 'noFollowUp', text: 'text' })),
  },
  reopen: { command: 'reopen', fields: why('reopen'), make: plainly('reopen', reasonOf) },
  withdraw: { command: 'withdraw', fields: why('withdraw'), make: plainly('withdraw', reasonOf) },
  promote: { command: 'promote', fields: why('promote', true), make: plainly('promote', reasonOf) },
} as const satisfies Partial<Record<FormAct, Form>>
