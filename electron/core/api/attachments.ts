import { isInScope } from '../../../shared/case/scopes.ts'
import type { FileContent } from '../../../shared/contract/attachments.ts'
import type { ExecuteResponse } from '../../../shared/contract/console.ts'
import type { CaseId, Hash } from '../../../shared/kernel/brand.ts'
import type { FilePlace } from '../store/attachments/transfers.ts'
import { TransportError } from '../sync/transport.ts'
import type { ApiDeps } from './deps.ts'
import { answerOf, inputOf, plain } from './execute-input.ts'

const pieceBytes = 64 * 1024

/** The file as a stream, so that the store never sees more of it at once than it seals at once. */
async function* piecesOf(content: FileContent): AsyncGenerator<Uint8Array> {
  const bytes = new Uint8Array(await content.arrayBuffer())
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}

function seenCase(deps: ApiDeps, id: string) {
  const who = deps.who()
  const held = who && deps.store.read.getCase(id as CaseId)
  return who && held && isInScope(held.case, who.actor) ? held.case : null
}

export interface NewFile {
  readonly commandId: string
  readonly case: string
  readonly name: string
  readonly content: FileContent
}

/** Seals a file and writes to the record that it is there. Bytes without a record are swept away later. Source: CASE-7. */
export async function attach(deps: ApiDeps, { commandId, case: id, name, content }: NewFile): Promise<ExecuteResponse> {
  const theCase = seenCase(deps, id)
  if (theCase === null) return { saved: false, refusals: [{ tag: 'case.unknown', field: 'case' }] }
  const put = await deps.store.attachments.put({
    customer: theCase.customerId,
    case: theCase.id,
    ...(content.type === '' ? {} : { claimedType: content.type }),
    source: piecesOf(content),
  })
  if (!put.ok) return { saved: false, refusals: plain([put.error]) }
  const input = inputOf(deps, { commandId, case: id, command: { type: 'attach', name, ...put.value } })
  if (!input.ok) return { saved: false, refusals: plain(input.error) }
  const saved = deps.store.write.executeCase(input.value)
  return saved.ok ? answerOf(deps, saved.value) : { saved: false, refusals: plain(saved.error) }
}

/** Where the files of a case are: without a server everything is where it belongs. */
export function placesOf(deps: ApiDeps, id: string): Record<string, FilePlace> {
  const isAlone = deps.syncStatus().state === 'off'
  const placeOf = (hash: Hash): FilePlace => (isAlone ? 'here' : deps.store.transfers.placeOf(hash))
  return Object.fromEntries((seenCase(deps, id)?.attachments ?? []).map(({ hash }) => [hash, placeOf(hash)]))
}

/** One that is not here yet is fetched before anything else, as far as the server can be reached. */
async function fetched(deps: ApiDeps, id: string, hash: string): Promise<void> {
  const wanted = deps.store.transfers.placeOf(hash as Hash) === 'away'
  const it = wanted ? deps.store.transfers.wanted(id as CaseId, hash as Hash) : undefined
  if (it === undefined) return
  try {
    await deps.fetchFile(it)
  } catch (error) {
    // No way to the server just now: the person is told that it is not here.
    if (!(error instanceof TransportError)) throw error
  }
}

/** A file of a case this person may see, opened: to be downloaded, never shown inside the page. */
export async function openAttachment(deps: ApiDeps, { case: id, hash }: { case: string; hash: string }) {
  const named = seenCase(deps, id)?.attachments.some((it) => it.hash === hash)
  if (named === true) await fetched(deps, id, hash)
  const opened = named === true ? deps.store.attachments.open(hash as Hash) : null
  if (opened === null || !opened.ok)
    return { found: false as const, refusal: plain([opened?.error ?? { tag: 'attachment.missing' }])[0] ?? missing }
  const pieces: Buffer[] = []
  for await (const piece of opened.value.content) pieces.push(piece)
  const { mediaType } = opened.value
  return { found: true as const, mediaType, content: new Blob([Buffer.concat(pieces)], { type: mediaType }) }
}

const missing = { tag: 'attachment.missing' }
