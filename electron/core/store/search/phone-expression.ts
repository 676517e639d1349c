import { phoneQueryKeys } from '../../../../shared/intake/phone-keys.ts'
import { unindexedRefs } from './fresh.ts'
import type { SearchSide } from './search.ts'
import { phoneToken, searchDocOf } from './search-doc.ts'
import { quoted } from './tokens.ts'

export interface PhoneHits {
  /** Cases with that number, newest first: what the index holds, and what was saved since. */
  readonly refs: (limit: number) => number[]
}

/** Reads a phone number in any spelling as a question to the index; `null` when it is none. */
export function phoneQueryExpression(phone: string, { db, cases }: SearchSide): PhoneHits | null {
  const tokens = phoneQueryKeys(phone).map((key) => phoneToken(cases.phoneKey(), key))
  if (tokens.length === 0) return null
  const expression = tokens.map(quoted).join(' OR ')
  return {
    refs: (limit) => {
      const sql = 'SELECT rowid AS ref FROM search.words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?'
      const indexed = db.all<{ ref: number }>(sql, expression, limit).map((row) => row.ref)
      const fresh = [...unindexedRefs(db)].filter((ref) => {
        const theCase = cases.find(ref)
        const own = theCase === undefined ? [] : searchDocOf(theCase, cases.phoneKey()).tokens.split(' ')
        return tokens.some((token) => own.includes(token))
      })
      return [...new Set([...fresh, ...indexed])].sort((a, b) => b - a).slice(0, limit)
    },
  }
}
