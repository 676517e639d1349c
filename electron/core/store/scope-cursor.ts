import type { Hash, ScopeId } from '../../../shared/kernel/brand.ts'
import { hashToBytes } from './bytes.ts'
import type { Core } from './core.ts'

/** Up to where a scope was read, and the digest of that; inside the caller's transaction. */
export function setScope(core: Core, scope: ScopeId, cursor: number, digest: Hash): void {
  const sql = `INSERT INTO scopes (scope, cursor, digest) VALUES (?, ?, ?)
    ON CONFLICT (scope) DO UPDATE SET cursor = excluded.cursor, digest = excluded.digest`
  core.db.run(sql, scope, cursor, hashToBytes(digest))
}
