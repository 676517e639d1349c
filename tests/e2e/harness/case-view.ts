import type { Case } from '../../../shared/case/model.ts'
import type { CaseRow } from '../../../shared/contract/console.ts'
import { clockRow } from './rows.ts'

const minute = 60_000
const now = Date.now()

/** A case as the core would answer it for a row of the list, its record long or short. */
export function viewOf(row: CaseRow, entries: number) {
  return {
    case: caseOf(row) as unknown as null,
    record: recordOf(row, entries),
    older: 0,
    clocks: clocksOf(row),
    nextStep: { key: 'acknowledge', command: 'logCommunication', params: {} },
    available: [
      ...['classify', 'assign', 'logCommunication', 'addNote', 'edit', 'addDemand', 'rateEmotion', 'answerTransfer'],
      'returnTransfer',
      ...['withdrawTransfer', 'transfer', 'escalate', 'promise', 'keepPromise', 'hold', 'resolve', 'inform', 'reopen'],
      ...['linkRepeat', 'merge', 'withdraw', 'proposeCompensation', 'revealField', 'attach'],
    ],
    pending: row.pending,
    chain: 'unchecked' as const,
  }
}

type Actor = Case['openedBy']['actor']
const lin = 'lin' as Actor

function caseOf(row: CaseRow): Partial<Case> {
  const at = row.openedAtMs
  return {
    ...matterOf(row),
    ...workOf(row),
    ...nothingYet,
    id: row.id as Case['id'],
    number: { provisional: row.number },
    kind: 'complaint',
    status: row.status as Case['status'],
    team: row.team,
    assists: row.team === 'rnd' ? [] : ['rnd'],
    ...(row.owner === undefined ? {} : { owner: row.owner as Actor }),
    repeatOf: row.repeat ? ['case-17' as Case['id']] : [],
    signals: [
      { type: 'opened', atMs: at, urgency: 'mid', severity: 'general', channel: 'hotline', caseKind: 'complaint' },
    ],
    openedAtMs: at,
    updatedAtMs: at,
    version: 6,
  }
}

function matterOf(row: CaseRow): Partial<Case> {
  const at = row.openedAtMs
  return {
    customer: {
      name: row.customerName ?? '',
      phones: [row.phoneMasked ?? ''],
      company: '青禾集市',
      ...{ preferredContact: 'wecom', language: 'yue', tags: ['vip'] },
    },
    issue: {
      ...{ symptom: row.symptom, impact: '约 40 单待发，退货也没法处理', product: '订单中心', region: '华东' },
      ...{ occurredAtMs: Date.parse('2024-05-10T02:15:00Z'), scenario: 'system_fault' },
    },
    reception: {
      channel: row.channel as Case['reception']['channel'],
      ...{ agent: lin, recorder: 'gu' as Actor, device: 'K1' as Case['reception']['device'] },
      ...{ receivedAtMs: at, recordedAtMs: at },
    },
    classification: {
      problemType: 'product_fault',
      urgency: row.urgency as Case['classification']['urgency'],
      ...{ severity: 'general', responsibility: 'rnd', department: 'rnd', category: 'system.outage', by: 'agent' },
    },
    policy: { id: 'default', version: 1 },
    demands: [
      { id: 'd1', kind: 'fix', text: '两小时内修复' },
      { id: 'd2', kind: 'compensate', text: '补偿误工', amountMinor: 20_000, currency: 'CNY' },
    ],
  }
}

const workOf = ({ id, openedAtMs: at }: CaseRow): Partial<Case> => ({
  transfers: [
    {
      ...{
        id: `transfer-${id}`,
        toTeam: 'rnd',
        notifyBy: 'system_notice',
        reasonCode: 'their_cause',
        state: 'waiting',
      },
      ...{ reason: '列表接口超时，请查慢查询', atMs: at + 6 * minute, by: lin },
    },
    {
      ...{ id: `earlier-${id}`, toTeam: 'product', notifyBy: 'system_notice', reasonCode: 'their_check' },
      ...{ reason: '页面改版是否影响列表？', atMs: at + 2 * minute, by: lin },
      ...{ state: 'answered', answer: '改版只动了样式，接口没有改。', answeredAtMs: at + 5 * minute },
    },
  ],
  escalations: [
    {
      ...{ id: `escalation-${id}`, level: 'legal', reasonCode: 'legal', reason: '客户说律师函已寄出', state: 'open' },
      ...{ atMs: at + 8 * minute, by: lin },
    },
  ],
  promises: [{ id: 'p1', text: '十二点前回您电话', dueAtMs: now + 27 * minute, atMs: at, by: lin }],
  attachments: [
    {
      hash: 'a'.repeat(64) as Case['attachments'][number]['hash'],
      ...{ name: '加载失败截图.png', mediaType: 'image/png', bytes: 184_320, atMs: at, by: lin },
    },
  ],
})

const nothingYet: Partial<Case> = {
  ...{ communications: [], informs: [], surveys: [], followUps: [], compensations: [] },
  ...{ conflicts: [], mergedFrom: [], reopenings: 0, newerThanThisVersion: false },
}

function recordOf(row: CaseRow, entries: number) {
  const by = { actor: 'lin', device: 'K1', params: {}, texts: {}, changes: [] }
  const at = row.openedAtMs
  const many = Array.from({ length: Math.max(0, entries - 6) }, (_, i) => ({
    ...{ ...by, id: `n${i}`, type: 'note_added', atMs: at + i * 1000, server: { caseV: i + 2 } },
    texts: { text: `第 ${i + 1} 次来电，还是打不开` },
  }))
  return [
    { ...by, id: 'e1', type: 'opened', atMs: at, texts: { symptom: row.symptom }, server: { caseV: 1 } },
    ...many,
    { ...by, id: 'e2', type: 'said', atMs: at + 2 * minute, texts: { text: '给您添麻烦了，我先记下来，马上帮您查' } },
    { ...by, id: 'e3', type: 'promised', atMs: at + 3 * minute, params: { dueAtMs: now + 27 * minute } },
    {
      ...{ ...by, id: 'e4', type: 'classified', atMs: at + 4 * minute, server: { caseV: 4 } },
      changes: [{ field: 'classification.urgency', value: row.urgency }],
    },
    {
      ...{ ...by, id: 'e5', type: 'transferred', atMs: at + 6 * minute, server: { caseV: 5 } },
      params: { toTeam: 'rnd', reason: 'their_cause' },
      texts: { reason: '列表接口超时，请查慢查询' },
    },
    {
      ...{ ...by, id: 'e6', type: 'assigned', atMs: at + 10 * minute, actor: 'gu', device: 'R2', server: { caseV: 6 } },
      changes: [{ field: 'owner', value: 'gu' }],
    },
  ]
}

const unpublished = [{ key: 'calendar.unknown_year', params: { year: 2027 } }]

/** The row's own clock and beside it one of every other state. */
function clocksOf({ id, nearest }: CaseRow) {
  const others = [
    clockRow('promise', 27.7, 40),
    clockRow('transfer', 231, 240),
    clockRow('survey', 300, 1440, { state: 'paused', dueAtMs: null, pauseReason: 'waiting_customer' }),
    clockRow('investigate', 100, 300, { state: 'met', endedAtMs: now - minute }),
    clockRow('resolve', 1428, 1440),
  ]
  // The last in the queue is due in a year whose holidays nobody has published.
  if (id === 'case-16')
    return others.map((clock) => ({ ...clock, ...(clock.clock === 'resolve' ? { warnings: unpublished } : {}) }))
  return nearest ? [nearest, ...others.filter(({ clock }) => clock !== nearest.clock)] : others
}
