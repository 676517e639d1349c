import type { Role } from '../case/words.ts'

/**
 * The demonstration organisation. It exists only on a server started with `--demo`, which listens on loopback and nowhere
 * else: this password opens nothing that anybody else can reach. Source: surfaces.md `npm start`.
 */
export const demoOrg = { id: 'demo', name: '回音演示客服中心', zone: 'Asia/Shanghai' } as const
export const demoPassword = 'redress-demo-only'

export interface DemoPerson {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly team: string
  readonly scopes: readonly string[]
}

export const demoTeams = [
  { id: 'hotline', name: '热线一组' },
  { id: 'hotline2', name: '热线二组' },
  { id: 'rnd', name: '研发支持' },
  { id: 'aftersale', name: '售后品质' },
  { id: 'logistics', name: '物流配送' },
  { id: 'finance', name: '财务结算' },
  { id: 'product', name: '产品运营' },
] as const

export type DemoTeam = (typeof demoTeams)[number]['id']

function member(id: string, name: string, role: Role, team: DemoTeam, also: readonly string[] = []): DemoPerson {
  return { id, name, role, team, scopes: [`team:${team}`, ...also, `user:${id}`, 'shared'] }
}

const otherTeams = demoTeams.map(({ id }) => `team:${id}`).filter((scope) => scope !== 'team:hotline')

/** One person for each `--profile` of `npm start`. */
export const demoPeople: Readonly<Record<'agent' | 'supervisor' | 'handler' | 'admin', DemoPerson>> = {
  agent: member('lin', '林小雨', 'agent', 'hotline'),
  supervisor: member('zhou', '周明', 'supervisor', 'hotline', otherTeams),
  handler: member('chen', '陈思', 'handler', 'rnd'),
  admin: { id: 'admin', name: '管理员', role: 'admin', team: 'hotline', scopes: ['user:admin', 'shared'] },
}

/** Everybody who works there: those of the profiles and their colleagues. */
export const demoStaff: readonly DemoPerson[] = [
  ...Object.values(demoPeople),
  member('he', '何一帆', 'agent', 'hotline'),
  member('gao', '高宁', 'senior', 'hotline'),
  member('shao', '邵晴', 'agent', 'hotline2'),
  member('gu', '顾北', 'senior', 'hotline2'),
  member('song', '宋屿', 'handler', 'aftersale'),
  member('tang', '唐棠', 'handler', 'logistics'),
  member('xu', '许言', 'handler', 'finance'),
  member('qin', '秦越', 'handler', 'product'),
  member('fang', '方知', 'legal', 'product', ['role:legal']),
]

/** The caller of the worked example, known by phone. 154 is given to no network: the number can belong to nobody. */
export const demoCaller = { name: '张三', phone: '+8615400001234', company: '云舟电商' } as const
