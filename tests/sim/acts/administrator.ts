import { demand } from '../checks/broken.ts'
import type { Ledger } from '../checks/ledger.ts'
import { admin, orgId, people, scopesOfPerson, teams } from '../people.ts'
import type { Engine } from '../server/database.ts'
import { createRawDevice, type RawDeps, type RawDevice } from './raw-device.ts'

/** Somebody who gives and takes rights by the server's own routes. */
export interface Administrator {
  /** Moves a person into or out of a team's cases; says what was done. */
  readonly changeRights: (person: number) => Promise<string>
}

interface PersonRow {
  readonly actor: string
  /** JSON array. */
  readonly scopes: string
}

/** What everybody may hold, as it stands in the server's database: a restored server knows nothing of what was given since. */
export async function noteRights(engine: Engine, ledger: Ledger): Promise<void> {
  const rows = await engine.rows<PersonRow>('SELECT actor, scopes FROM people WHERE org = $1', [orgId])
  for (const { actor, scopes } of rows) {
    const now = JSON.parse(scopes) as string[]
    const before = ledger.rights.get(actor) ?? []
    if (before.some((scope) => !now.includes(scope))) ledger.narrowed.add(actor)
    ledger.rights.set(actor, now)
  }
}

export function createAdministrator(deps: RawDeps, ledger: Ledger): Administrator {
  let desk: RawDevice | null = null
  return {
    changeRights: async (index) => {
      const person = people[index % people.length]
      if (!person) return 'nobody'
      const raw = createRawDevice(deps)
      if (desk === null && (await raw.signIn(admin.id))) desk = raw
      if (desk === null) return 'the server is away'
      const { id, role, team } = person
      const changed = deps.dice.pick(teams)
      const held = teams.filter((it) => ledger.rights.get(id)?.includes(`team:${it}`))
      const has = held.includes(changed)
      const more = has ? held.filter((it) => it !== changed) : [...held, changed]
      const body = { role, team, teams: more, active: true }
      const answer = await desk.post(`/v1/people/${id}`, body, desk.session().accessToken)
      if (answer?.status === 401) desk = null
      // It may have been done, and the answer lost.
      await noteRights(deps.cluster.engine, ledger)
      if (answer?.status !== 200) return `${id} ${changed}: ${answer?.status ?? 'no answer'}`
      const now = ledger.rights.get(id) ?? []
      const isOwn = changed === team && scopesOfPerson(person).includes(`team:${team}`)
      demand(isOwn || now.includes(`team:${changed}`) !== has, 'rights', () => `${id} ${changed} was not changed`)
      return `${id} ${has ? 'leaves' : 'joins'} ${changed}`
    },
  }
}
