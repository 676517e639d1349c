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
  { id: 'rnd', name: '研发支持' },
] as const

/** One person for each `--profile` of `npm start`. */
export const demoPeople: Readonly<Record<'agent' | 'supervisor' | 'handler' | 'admin', DemoPerson>> = {
  agent: { id: 'lin', name: '林小雨', role: 'agent', team: 'hotline', scopes: ['team:hotline', 'user:lin', 'shared'] },
  supervisor: {
    id: 'zhou',
    name: '周明',
    role: 'supervisor',
    team: 'hotline',
    scopes: ['team:hotline', 'team:rnd', 'user:zhou', 'shared'],
  },
  handler: { id: 'chen', name: '陈思', role: 'handler', team: 'rnd', scopes: ['team:rnd', 'user:chen', 'shared'] },
  admin: { id: 'admin', name: '管理员', role: 'admin', team: 'hotline', scopes: ['user:admin', 'shared'] },
}
