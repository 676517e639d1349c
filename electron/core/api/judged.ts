import { maskText } from '../../../shared/intake/mask-text.ts'
import type { ApiDeps } from './deps.ts'
import type { Implementer } from './implementer.ts'

const mostTold = 20

/** What people found prepared words good for. Source: CALL-11. */
export function judgedRouter(os: Implementer, { store, who }: ApiDeps) {
  return {
    counts: os.judged.counts.handler(async () => {
      const scopes = who()?.actor.scopes
      return scopes === undefined ? [] : (await store.read.judgedWords({ scopes })).map((it) => ({ ...it }))
    }),
    told: os.judged.told.handler(async ({ input: { words } }) => {
      const scopes = who()?.actor.scopes
      if (scopes === undefined) return []
      const found = await store.read.toldWords({ words, scopes, limit: mostTold })
      return found.flatMap(({ case: id, actor, atMs }) => {
        const theCase = store.read.getCase(id)?.case
        const said = theCase?.judged?.findLast((it) => it.words === words && it.by === actor)
        if (theCase === undefined || said === undefined) return []
        const number = theCase.number.official ?? theCase.number.provisional
        const text = said.text === null ? null : maskText(said.text)
        return [{ case: id, number, actor, atMs, helped: said.helped, text }]
      })
    }),
  }
}
