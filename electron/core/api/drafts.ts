import { ORPCError } from '@orpc/server'
import type { Draft } from '../../../shared/contract/console.ts'
import type { Json } from '../../../shared/kernel/canonical.ts'
import type { ApiDeps } from './deps.ts'
import type { Implementer } from './implementer.ts'

type Deps = Pick<ApiDeps, 'store' | 'who' | 'opener'>

/** A draft as it is kept: whoever wrote it first goes on owning it, whoever sits at the console later. */
interface Owned {
  readonly owner: string
  readonly draft: Json
}

const ownerOf = (body: Json): string | undefined =>
  typeof body === 'object' && body !== null && 'owner' in body && 'draft' in body
    ? (body as unknown as Owned).owner
    : undefined

/** What whoever is at work wrote and did not save. */
export function ownDrafts({ store, who }: Deps): Draft[] {
  const person = who()?.actor.id
  return store.read.drafts().flatMap(({ body, ...rest }) => {
    if (person === undefined || ownerOf(body) !== person) return []
    return [{ ...rest, body: (body as unknown as Owned).draft }]
  })
}

/** One that cannot be kept (too large, disk full) is told with the refusal's tag: the screen keeps the text meanwhile. */
function putDraft({ store }: Deps, owner: string, { id, body }: { readonly id: string; readonly body: Json }): Draft {
  const kept = store.write.putDraft({ id, body: { owner, draft: body } })
  if (!kept.ok) throw new ORPCError('CONFLICT', { message: kept.error.tag, data: kept.error })
  return { ...kept.value, body }
}

/** Typing under way when its person goes away or somebody else sits down is still theirs. */
export function draftsRouter(os: Implementer, deps: Deps) {
  const owners = new Map<string, string>()
  const kept = (id: string): string | undefined => {
    const draft = deps.store.read.drafts().find((it) => it.id === id)
    return draft && ownerOf(draft.body)
  }
  const ownerFor = (id: string): string => {
    const owner = owners.get(id) ?? kept(id) ?? deps.opener()?.actor.id ?? ''
    owners.set(id, owner)
    return owner
  }
  return {
    put: os.drafts.put.handler(({ input }) => putDraft(deps, ownerFor(input.id), input)),
    list: os.drafts.list.handler(() => ownDrafts(deps)),
    remove: os.drafts.remove.handler(({ input }) => {
      owners.delete(input.id)
      deps.store.write.removeDraft(input.id)
      return {}
    }),
  }
}
