import type { CaseRow, ClockRow } from '../../../shared/contract/console.ts'
import type { AskedRow } from '../../../shared/contract/transfers.ts'

const minute = 60_000
const hour = 60 * minute

/** [minutes left, minutes of target, clock, symptom, customer, masked phone, urgency, team, owner, status] */
type Line = readonly [number, number, string, string, string, string, string, string, string | null, string]

const lines: readonly Line[] = [
  [
    -66,
    120,
    'transfer',
    '退款申请审核通过八天仍未到账，要求给出到账日期',
    '周女士',
    '150****0417',
    'high',
    'pay',
    'he',
    'in_progress',
  ],
  [
    -24,
    120,
    'resolve',
    '结账时重复扣款两次，合计 1,296 元',
    '欧阳先生',
    '186****8820',
    'high',
    'pay',
    'he',
    'in_progress',
  ],
  [
    -4,
    120,
    'progress',
    '快递显示签收，本人和驿站都没有收到',
    '林先生',
    '139****6093',
    'mid',
    'parcel',
    'shao',
    'in_progress',
  ],
  [2.6, 15, 'ack', '门店收银机连不上网，中午没法开单', '青麦餐饮', '177****3351', 'high', 'rnd', null, 'received'],
  [
    11.5,
    120,
    'resolve',
    '登录验证码一直收不到，整个店的人都进不去',
    '许女士',
    '135****7745',
    'high',
    'rnd',
    'chenm',
    'in_progress',
  ],
  [13, 30, 'ack', '提现被冻结，供货商的货款付不出去', '简女士', '159****6627', 'high', 'pay', 'he', 'received'],
  [
    18.7,
    40,
    'ack',
    '最近一周的订单列表打不开，待发货的单没法处理',
    '张先生',
    '138****1234',
    'mid',
    'rnd',
    'gu',
    'in_progress',
  ],
  [27, 60, 'transfer', '后台订单页一片空白，只能看到今天的单', '蒋女士', '136****9937', 'mid', 'rnd', null, 'received'],
  [
    41,
    60,
    'progress',
    '冷链包裹送到时已经化冻，要求整单赔付',
    '吴先生',
    '152****2286',
    'mid',
    'parcel',
    'shao',
    'in_progress',
  ],
  [48, 60, 'ack', '客服中途挂断电话，要求本人道歉', '罗女士', '137****6410', 'mid', 'service', 'qin', 'received'],
  [52, 60, 'ack', '月底对账导出按钮点了没反应', '木棉书屋', '187****0078', 'low', 'rnd', null, 'received'],
  [
    76,
    240,
    'transfer',
    '接口限流没有提前通知，夜里漏了二百多单',
    '海蓝文具',
    '188****5102',
    'high',
    'rnd',
    'chenm',
    'in_progress',
  ],
  [
    126,
    240,
    'transfer',
    '会员到期自动续费，事先没有任何提醒',
    '潘先生',
    '156****8104',
    'low',
    'product',
    'gao',
    'in_progress',
  ],
  [
    266,
    480,
    'resolve',
    '收货地址显示给了别的买家，担心泄露',
    '孙女士',
    '139****4471',
    'high',
    'legal',
    'lu',
    'in_progress',
  ],
  [308, 480, 'progress', '积分清零没有通知，要求恢复', '田女士', '134****7316', 'low', 'product', 'gao', 'in_progress'],
  [1428, 1440, 'resolve', '优惠券叠加规则前后说法不一样', '彭先生', '186****3094', 'low', 'product', 'gao', 'assessed'],
  [1600, 2880, 'resolve', '换货寄回一个星期还没有动静', '袁女士', '159****7013', 'mid', 'service', 'qin', 'informed'],
]

export function clockRow(
  clock: string,
  leftMinutes: number,
  targetMinutes: number,
  more: Partial<ClockRow> = {},
): ClockRow {
  const now = Date.now()
  const dueAtMs = Math.round(now + leftMinutes * minute)
  return {
    clock,
    source: 'harness',
    cycle: 1,
    startedAtMs: dueAtMs - targetMinutes * minute,
    dueAtMs,
    nearAtMs: dueAtMs - 5 * minute,
    state: leftMinutes <= 0 ? 'breached' : 'running',
    remainingMs: dueAtMs - now,
    businessRemainingMs: dueAtMs - now,
    targetMs: targetMinutes * minute,
    pausedMs: 0,
    channelProposed: [],
    warnings: [],
    ...more,
  }
}

const paused = (leftMinutes: number): ClockRow =>
  clockRow('resolve', leftMinutes, 120, {
    state: 'paused',
    dueAtMs: null,
    nearAtMs: null,
    pauseReason: 'waiting_customer',
  })

export function rowsOfTheDay(): readonly CaseRow[] {
  const now = Date.now()
  const made = lines.map(
    ([left, target, clock, symptom, customerName, phoneMasked, urgency, team, owner, status], index): CaseRow => ({
      id: `case-${index}`,
      number: `20240510-${String(128 + index).padStart(6, '0')}`,
      status,
      kind: 'complaint',
      urgency,
      severity: 'general',
      symptom,
      customerName,
      phoneMasked,
      channel: index % 3 === 0 ? 'hotline' : index % 3 === 1 ? 'wecom' : 'web_form',
      team,
      ...(owner === null ? {} : { owner }),
      openedAtMs: now - 2 * hour - index * 7 * minute,
      updatedAtMs: now - index * minute,
      nearest: clockRow(clock, left, target),
      pending: index === 8,
      repeat: index === 6,
      ...(index === 8 ? { front: ['angry' as const] } : {}),
    }),
  )
  const held = made[9]
  return held
    ? [
        ...made,
        {
          ...held,
          id: 'case-held',
          number: '20240510-000099',
          status: 'on_hold',
          symptom: '商品颜色和页面不符，等客户补照片',
          customerName: '白先生',
          phoneMasked: '151****2043',
          nearest: paused(44),
          pending: false,
        },
      ]
    : made
}

/** As many rows as asked for, each a plain variation: to see the list at its real length. */
export function manyRows(count: number): readonly CaseRow[] {
  const day = rowsOfTheDay()
  return Array.from({ length: count }, (_, index): CaseRow => {
    const base = day[index % day.length]
    if (base === undefined) throw new Error('no rows to vary')
    const { front: _front, ...plain } = base
    const left = -60 + index * 0.7
    return {
      ...plain,
      id: `case-${index}`,
      number: `20240510-${String(index).padStart(6, '0')}`,
      nearest: clockRow(base.nearest?.clock ?? 'resolve', left, 240),
    }
  })
}

const longSymptom =
  '客户从昨天晚上九点多开始反复尝试登录商家后台，每次输入验证码之后页面都会跳回首页，没有任何提示；换了两台电脑、三个浏览器和手机流量都一样，期间还收到四条不是本人操作的改密短信。客户担心账号被盗，店里今天有二百多单预售要发，'.repeat(
    3,
  )

export const longRows = (): readonly CaseRow[] =>
  rowsOfTheDay().map((row, index) => ({
    ...row,
    ...(index % 2 === 0 ? { symptom: longSymptom } : {}),
    ...(index % 3 === 0 ? { customerName: '上海某某某国际供应链管理（集团）股份有限公司华东第一分公司' } : {}),
  }))

const reasons = ['their_cause', 'their_decision', 'their_check', 'joint'] as const

/** What a department is asked about these cases. */
export const transferRows = (rows: readonly CaseRow[]): AskedRow[] =>
  rows.map((row, index) => ({
    ...{ kind: 'transfer', id: `transfer-${row.id}`, team: 'rnd', sender: 'lin', case: row },
    ...(index % 4 === 0 ? { receiver: 'chen' } : {}),
    reason: reasons[index % reasons.length] ?? 'joint',
    askedAtMs: row.openedAtMs + 6 * minute,
    clock: { ...(row.nearest ?? clockRow('transfer', 120, 240)), clock: 'transfer' },
  }))

/** Two cases legal is called in on; somebody is at work on the second. */
export const escalationRows = (rows: readonly CaseRow[]): AskedRow[] =>
  rows.slice(0, 2).map((row, index) => ({
    ...{ kind: 'escalation', id: `escalation-${row.id}`, level: 'legal', sender: 'lin', reason: 'legal', case: row },
    ...{ askedAtMs: row.openedAtMs + 8 * minute, acknowledged: index === 1 },
  }))
