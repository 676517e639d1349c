import { hash } from 'node:crypto'
import type { Hash } from '../../../shared/kernel/brand.ts'
import { canonicalJson, type Json } from '../../../shared/kernel/canonical.ts'
import type { Envelope } from '../../../shared/kernel/envelope.ts'

/**
 * The canonical text of an envelope of our own, written down directly in the order of its keys: the same text as
 * `canonicalJson` gives (a test holds them equal), for a third of the time. `bodyText` = `canonicalJson(body)`.
 */
export function envelopeText(it: Envelope, bodyText: string): string {
  assertPlain(it)
  const customer = it.customer === undefined ? '' : `"customer":"${it.customer}",`
  const pre = it.pre === undefined ? '' : `"pre":${canonicalJson(it.pre as unknown as Json)},`
  const sealed = it.sealed === undefined ? '' : `"sealed":"${it.sealed}",`
  return (
    `{"actor":"${it.actor}","body":${bodyText},"bootId":"${it.bootId}","case":"${it.case}",${customer}` +
    `"devPrev":"${it.devPrev}","device":"${it.device}","hlc":"${it.hlc}","id":"${it.id}","kind":"${it.kind}",` +
    `"monoMs":${it.monoMs},"n":${it.n},"org":"${it.org}",${pre}${sealed}"session":"${it.session}","type":"${it.type}",` +
    `"v":${it.v},"wallMs":${it.wallMs}}`
  )
}

const plainName = /^[\w:.-]+$/

/** Names of a new envelope come from sessions and settings: one that needs escaping must not slip in here. */
function assertPlain(it: Envelope): void {
  for (const name of [it.actor, it.session, it.org, it.device, it.bootId, it.type])
    if (!plainName.test(name))
      throw new TypeError('store: a name in an event holds more than letters, digits and : . - _')
}

/** The author's chain link of an event with this text; equal to `envelopeHashes(envelope).devHash` of the kernel. */
export function chainLink(it: Pick<Envelope, 'devPrev' | 'n'>, text: string): Hash {
  const bodyHash = hash('sha256', text, 'buffer')
  const tail = `|${it.n}`
  const link = Buffer.allocUnsafe(64 + tail.length)
  link.write(it.devPrev, 0, 'hex')
  bodyHash.copy(link, 32)
  link.write(tail, 64, 'latin1')
  return hash('sha256', link, 'hex') as Hash
}
