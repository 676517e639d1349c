import type { SavedView } from '../../../shared/contract/work.ts'
import type { ApiDeps } from './deps.ts'
import type { Implementer } from './implementer.ts'

/** The lists a person keeps; nobody signed in has none. */
export function viewsRouter(os: Implementer, deps: ApiDeps) {
  const { read, write } = deps.store
  return {
    list: os.views.list.handler(() => listed(deps)),
    put: os.views.put.handler(({ input: { query, ...view } }) => {
      const owner = deps.who()?.actor.id
      const isOthers = owner !== undefined && read.views('*').some((it) => it.id === view.id)
      if (owner !== undefined && !isOthers) write.putView({ ...view, owner, text: query })
      return {}
    }),
    remove: os.views.remove.handler(({ input }) => {
      const owner = deps.who()?.actor.id
      if (owner !== undefined) write.removeView(input.id, owner)
      return {}
    }),
  }
}

function listed({ who, store }: ApiDeps): SavedView[] {
  const owner = who()?.actor.id
  if (owner === undefined) return []
  return store.read
    .views(owner)
    .map(({ id, name, view, text, place }) => ({ id, name, view, query: text ?? '', place }))
}
