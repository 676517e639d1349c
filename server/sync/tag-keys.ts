import type { Actor } from '../../shared/case/event.ts'
import { readableTags, taggedWords } from '../../shared/case/field-tags.ts'
import type { EventId } from '../../shared/kernel/brand.ts'
import type { WrappedKey } from '../../shared/sync/protocol.ts'
import type { Sql } from '../db/database.ts'
import { plainList, reads, textList, writes } from '../db/statement.ts'
import type { Arrived, Batch } from './read-push.ts'

const insertTagKeys = writes(
  'tag_keys.insert',
  `INSERT INTO tag_keys (org, event, customer, case_id, tag, author, wrapped)
   SELECT $1, event, customer, case_id, tag, author, wrapped
   FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[])
     AS t(event, customer, case_id, tag, author, wrapped)
   WHERE NOT EXISTS (SELECT 1 FROM customer_keys c WHERE c.org = $1 AND c.customer = t.customer AND c.wrapped IS NULL)
   ON CONFLICT (org, event) DO NOTHING`,
)
/** `$3` tags, `$4` the person, `$5` their scopes as the text of a case's scopes has them. */
const selectTagKeys = reads<WrappedKey>(
  'tag_keys.select',
  `SELECT k.customer::text AS customer, k.event::text AS event, k.wrapped
   FROM tag_keys k JOIN cases c ON c.org = k.org AND c.case_id = k.case_id
   WHERE k.org = $1 AND k.event = ANY($2::uuid[]) AND (k.tag = ANY($3::text[]) OR k.author = $4)
     AND EXISTS (SELECT 1 FROM unnest($5::text[]) AS s(scope) WHERE strpos(c.scopes, s.scope) > 0)`,
)

/**
 * Keeps the keys of tagged words that came with events which are `kept`: what tag they are of, and whose words, says the event, never
 * who sends the key. Source: TRU-2.
 */
export async function storeTagKeys(
  sql: Sql,
  org: string,
  batches: readonly Batch[],
  kept: () => ReadonlySet<EventId>,
): Promise<void> {
  if (!batches.some(({ keys }) => keys.some((key) => key.event !== undefined))) return
  const ids = kept()
  const found = batches.flatMap(({ keys, events }) => {
    const byId = new Map(events.map((it) => [it.id, it]))
    return keys.flatMap((key) => (key.event !== undefined && ids.has(key.event) ? told(byId.get(key.event), key) : []))
  })
  if (found.length === 0) return
  await sql.rows(insertTagKeys, [
    org,
    plainList(found.map((it) => it.event)),
    plainList(found.map((it) => it.customer)),
    plainList(found.map((it) => it.caseId)),
    textList(found.map((it) => it.tag)),
    textList(found.map((it) => it.author)),
    textList(found.map((it) => it.wrapped)),
  ])
}

function told(arrived: Arrived | undefined, { wrapped }: WrappedKey) {
  const envelope = arrived?.envelope
  const words = envelope && taggedWords(envelope)
  if (!words || envelope.customer === undefined) return []
  const { id: event, customer, case: caseId, actor: author } = envelope
  return [{ event, customer, caseId, tag: words.tag, author, wrapped }]
}

/** Of the keys somebody asks for, those of words their role reads or they wrote themselves, on cases they hold. */
export async function readTagKeys(
  sql: Sql,
  org: string,
  { id, role, scopes }: Actor,
  wanted: readonly EventId[] = [],
): Promise<readonly WrappedKey[]> {
  if (wanted.length === 0) return []
  const held = textList(scopes.map((scope) => JSON.stringify(scope)))
  return sql.rows(selectTagKeys, [org, plainList(wanted), textList(readableTags(role)), id, held])
}
