import { draftBody, type IntakeDraft, newDraft } from '../../../renderer/features/intake/draft.ts'
import type { CaseRow, CustomerHistory, Draft, SyncStatus } from '../../../shared/contract/console.ts'
import type { Leaving, SessionState } from '../../../shared/contract/session.ts'
import { viewOf } from './case-view.ts'
import { clockRow, longRows, manyRows, rowsOfTheDay } from './rows.ts'

export const sceneNames = [
  'normal',
  'empty',
  'offline',
  'unreachable',
  'long',
  'many',
  'signedOut',
  'drafts',
  'guarded',
  'sealed',
  'lead',
  'returned',
  'handler',
  'failing',
] as const
export type SceneName = (typeof sceneNames)[number]

/** One state of the world for the screens. */
export interface Scene {
  readonly name: SceneName
  readonly session: SessionState
  readonly leaving: Leaving
  readonly sync: SyncStatus
  readonly drafts: readonly Draft[]
  readonly people: { readonly people: Record<string, string>; readonly teams: Record<string, string> }
  readonly counts: (rows: readonly CaseRow[]) => Record<string, { value: number; exact: boolean }>
  readonly history: (phone: string, rows: readonly CaseRow[]) => CustomerHistory
  readonly rowOf: (saved: { id: string; number: string; symptom: string; urgency: string }) => CaseRow
  readonly viewOf: (row: CaseRow | undefined) => ReturnType<typeof viewOf> | null
}

const minute = 60_000
const now = Date.now()

const people = {
  people: { lin: '林小雨', he: '何', shao: '邵', chenm: '陈', chen: '陈思', gu: '顾', gao: '高', qin: '秦', lu: '陆' },
  teams: {
    hotline: '热线一组',
    pay: '支付',
    parcel: '配送',
    rnd: '研发',
    service: '服务',
    product: '产品',
    legal: '法务',
  },
}

export const openSession: SessionState = {
  state: 'open',
  actor: { id: 'lin', name: '林小雨', role: 'agent', team: 'hotline' },
  org: { id: 'demo', name: '回音演示客服中心', zone: 'Asia/Shanghai' },
  device: 'K1',
  demo: true,
  appV: '0.1.0',
}

const online: SyncStatus = {
  state: 'online',
  lastContactMs: now - 3000,
  pending: 0,
  refused: 0,
  serverOffsetMs: 0,
  clockSuspect: false,
}
const offline: SyncStatus = {
  ...online,
  state: 'offline',
  lastContactMs: now - 127 * minute,
  pending: 17,
  oldestPendingMs: now - 120 * minute,
}

const nobodyYet = { device: 'K1', demo: false, appV: '0.1.0' }
const sessions = {
  signedOut: { state: 'signed_out', ...nobodyYet },
  sealed: { state: 'sealed', users: ['lin', 'he'], ...nobodyYet },
  /** Somebody of another department. */
  handler: { ...openSession, actor: { id: 'chen', name: '陈思', role: 'handler', team: 'rnd' } },
  /** A password protects what is here. */
  guarded: { ...openSession, demo: false },
  lead: { ...openSession, actor: { id: 'gao', name: '高', role: 'supervisor', team: 'hotline' } },
} as const satisfies Record<string, SessionState>

const leftBehind: Leaving = {
  pending: 17,
  refused: 1,
  drafts: 2,
  cases: [
    { case: 'case-1', number: 'K1-0081', what: 'promise', dueAtMs: now + 40 * minute },
    { case: 'case-2', number: '20240510-0007', what: 'transfer', dueAtMs: now + 231 * minute },
    { case: 'case-3', number: 'K1-0079', what: 'transfer', dueAtMs: null },
  ],
}

export function sceneNamed(name: SceneName): Scene {
  return {
    name,
    session: sessions[name as keyof typeof sessions] ?? openSession,
    leaving: name === 'offline' ? leftBehind : { pending: 0, refused: 0, drafts: 0, cases: [] },
    sync: name === 'offline' ? offline : name === 'returned' ? { ...online, refused: 2 } : online,
    drafts: name === 'drafts' ? parkedDrafts() : [],
    people,
    counts: countsOf,
    history: (phone, rows) => (phone.endsWith('1234') ? historyOf(rows) : nobody),
    rowOf: ({ id, number, symptom, urgency }) => ({
      ...savedRow,
      id,
      number,
      symptom,
      urgency,
      nearest: clockRow('ack', 29.9, 30),
    }),
    viewOf: (row) => (row ? viewOf(row, name === 'many' ? 2000 : 6) : null),
  }
}

export function sceneRows(scene: Scene): readonly CaseRow[] {
  if (scene.name === 'empty') return []
  if (scene.name === 'long') return longRows()
  return scene.name === 'many' ? manyRows(100_000) : rowsOfTheDay()
}

function parkedDrafts(): Draft[] {
  const body = (commandId: string, change: Partial<IntakeDraft>) => {
    const { id, ...fields } = newDraft({ id: commandId, commandId, promiseId: commandId.replace('7b', '8b') }, null)
    return { id, savedAtMs: now, body: draftBody({ id, ...fields, ...change }) }
  }
  return [
    body('7b0d1a32-52a5-4f0e-8d44-6e2f6c3c8a01', {
      startedAtMs: now - 9 * minute,
      phone: '13900000002',
      symptom: '想问一下发票怎么还没有寄到',
    }),
    body('7b0d1a32-52a5-4f0e-8d44-6e2f6c3c8a02', {
      startedAtMs: now - 192_000,
      phone: '13812341234',
      symptom: '近一周的订单列表打不开，转十几秒就提示加载失败，换浏览器也一样，今天要发的货都卡着',
    }),
  ]
}

const savedRow: Omit<CaseRow, 'id' | 'number' | 'symptom' | 'urgency'> = {
  status: 'received',
  kind: 'complaint',
  severity: 'general',
  customerName: null,
  phoneMasked: '138****1234',
  channel: 'hotline',
  team: 'hotline',
  owner: 'lin',
  openedAtMs: now,
  updatedAtMs: now,
  pending: true,
  repeat: false,
}

function countsOf(rows: readonly CaseRow[]) {
  const exactly = (value: number) => ({ value: Math.min(value, 1000), exact: value <= 1000 })
  const late = rows.filter(({ nearest }) => nearest?.state === 'breached').length
  const [open, mine] = [exactly(rows.length), exactly(Math.round(rows.length / 3))]
  return {
    open,
    mine,
    near: exactly(Math.min(5, rows.length)),
    breached: exactly(late),
    unassigned: exactly(Math.min(3, rows.length)),
    on_hold: exactly(Math.min(1, rows.length)),
    all: exactly(rows.length * 4),
  }
}

const nobody: CustomerHistory = {
  customer: null,
  rows: [],
  contacts: [],
  compensations: [],
  tags: [],
  satisfaction: [],
  repeats: 0,
}

const day = 24 * 60 * minute

const historyOf = (rows: readonly CaseRow[]): CustomerHistory => ({
  customer: {
    id: '018f6f4e-0000-7000-8000-000000000001',
    name: '张先生',
    phones: ['138****1234'],
    company: '青禾集市',
    account: 'qinghe****26',
    preferredContact: 'wecom',
    language: 'zh-CN',
  },
  rows: rows.slice(6, 9).map((row, index) => ({
    ...row,
    customerName: '张先生',
    openedAtMs: now - (index * 40 + 2) * day,
    // The open one is not the newest: it has to be put first.
    status: index === 1 ? 'in_progress' : 'closed',
  })),
  contacts: [
    { case: 'case-6', way: 'wecom', direction: 'out', purpose: 'progress', reached: true, atMs: now - day },
    { case: 'case-6', way: 'phone', direction: 'out', purpose: 'progress', reached: false, atMs: now - day },
    { case: 'case-7', way: 'email', direction: 'out', purpose: 'inform', reached: true, atMs: now - 40 * day },
  ],
  compensations: [
    { case: 'case-7', form: 'refund', amountMinor: 12_000, currency: 'CNY', state: 'paid', atMs: now - 40 * day },
    { case: 'case-8', form: 'voucher', amountMinor: 5000, currency: 'CNY', state: 'paid', atMs: now - 80 * day },
  ],
  tags: ['看重时效', '可接受券', '午后不便接听'],
  satisfaction: [
    { case: 'case-7', csat: 5, atMs: now - 38 * day },
    { case: 'case-8', csat: 3, atMs: now - 79 * day },
  ],
  repeats: 1,
})
