import { implement } from '@orpc/server'
import { type ConflictEntry, consoleContract, type RefusedEntry } from '../../../shared/contract/console.ts'
import type { Scene } from './scenes.ts'

const minute = 60_000
const now = Date.now()

/** Two records that came back, and a case changed differently on two sides. */
export function returnedOf(scene: Scene) {
  const os = implement({ refused: consoleContract.refused }).refused
  let entries: RefusedEntry[] = scene.name === 'returned' ? [...cameBack] : []
  let conflicts: ConflictEntry[] = scene.name === 'returned' ? [changedTwice] : []
  const settled = (event: string) => {
    const entry = entries.find((it) => it.event === event)
    entries = entries.filter((it) => it !== entry)
    return { saved: true as const, case: entry?.case ?? '', number: entry?.number ?? '', status: '', savedAtMs: now }
  }
  return os.router({
    list: os.list.handler(() => entries),
    conflicts: os.conflicts.handler(() => conflicts.filter(({ fields }) => fields.length > 0)),
    settle: os.settle.handler(({ input }) => {
      conflicts = conflicts.map((it) => ({ ...it, fields: it.fields.filter(({ field }) => field !== input.field) }))
      return { saved: true as const, case: input.case, number: '', status: '', savedAtMs: now }
    }),
    redo: os.redo.handler(({ input }) => settled(input.event)),
    keepAsNote: os.keepAsNote.handler(({ input }) => settled(input.event)),
    letGo: os.letGo.handler(({ input }) => ({ done: settled(input.event).case !== '' })),
  })
}

const changedTwice = {
  ...{ case: 'case-7', number: '20240510-000031', symptom: '登录验证码一直收不到，整个店的人都进不去' },
  fields: [
    {
      field: 'classification.urgency',
      values: [
        { event: 'u1', value: 'mid', by: 'lin', atMs: now - 30 * minute },
        { event: 'u2', value: 'high', by: 'gu', atMs: now - 26 * minute },
      ],
    },
    {
      field: 'issue.symptom',
      values: [
        { event: 's1', value: '登录验证码一直收不到', by: 'lin', atMs: now - 30 * minute },
        { event: 's2', value: '登录验证码一直收不到，整个店的人都进不去', by: 'gu', atMs: now - 26 * minute },
      ],
    },
  ],
}

const cameBack: readonly RefusedEntry[] = [
  {
    ...{ event: 'r1', case: 'case-3', number: '20240510-000007', verdict: 'refused', code: 'status.withdrawn' },
    ...{ type: 'held', atMs: now - 40 * minute, words: '客户说下午三点以后才方便接电话，先挂起' },
    defeatedBy: { type: 'withdrawn', actor: 'gao', atMs: now - 52 * minute },
  },
  {
    ...{ event: 'r2', case: 'case-5', number: '20240510-000012', verdict: 'doubtful', code: 'status.closed' },
    ...{ type: 'assigned', atMs: now - 5 * minute, words: '' },
  },
]
