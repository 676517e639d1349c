import { generateKeyPairSync, sign } from 'node:crypto'
import type { SignIn } from '../../../shared/contract/server.ts'
import type { DeviceId, Hash } from '../../../shared/kernel/brand.ts'
import { type Envelope, envelopeHashes } from '../../../shared/kernel/envelope.ts'
import { zeroHash } from '../../../shared/kernel/hash.ts'
import { tickHlc, zeroHlc } from '../../../shared/kernel/hlc.ts'
import { uuidV7 } from '../../../shared/kernel/ids.ts'
import type { HelloResponse, PushRequest, PushResponse } from '../../../shared/sync/protocol.ts'
import { batchProofBytes } from '../../../shared/sync/signing.ts'
import type { Exchange } from '../network/switchboard.ts'
import { orgId, password } from '../people.ts'
import type { Dice } from '../random.ts'
import type { Cluster } from '../server/cluster.ts'
import type { WireAnswer } from '../server/process.ts'
import type { Time } from '../time.ts'

export interface RawDeps {
  readonly cluster: Cluster
  readonly time: Time
  readonly dice: Dice
  readonly onExchange: (exchange: Exchange) => void
}

type Said = Partial<Envelope> & { readonly type: string }

/** Something that speaks the protocol without being a console: it can say anything. */
export interface RawDevice {
  readonly device: DeviceId
  /** `false` = the server is not there. */
  readonly signIn: (user: string) => Promise<boolean>
  readonly session: () => SignIn
  readonly post: (path: string, body: unknown, token?: string) => Promise<WireAnswer | null>
  /** Writes an event onto its own chain. */
  readonly say: (said: Said) => Envelope
  /** Sends what was said and not yet sent; `change` spoils the request before it goes. */
  readonly push: (change?: (request: PushRequest) => unknown) => Promise<PushResponse | WireAnswer | null>
}

async function postTo(deps: RawDeps, path: string, body: unknown, token?: string): Promise<WireAnswer | null> {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const request = { method: 'POST', path, headers, body: text }
  const answer = (await deps.cluster.choose()?.handle(request)) ?? null
  deps.onExchange({ request, answer })
  return answer
}

const read = <T>(answer: WireAnswer | null): T | null =>
  answer?.status === 200 ? (JSON.parse(answer.body) as T) : null

export function createRawDevice(deps: RawDeps): RawDevice {
  const { time, dice } = deps
  const pair = generateKeyPairSync('ed25519')
  const newId = (): string => uuidV7(time.nowMs(), dice.bytes(10))
  const device = newId() as DeviceId
  let signedIn: SignIn | null = null
  let link: Hash = zeroHash
  let written: Envelope[] = []
  let sent = 0

  const session = (): SignIn => {
    if (!signedIn) throw new Error('raw device: not signed in')
    return signedIn
  }
  const post = (path: string, body: unknown, token?: string) => postTo(deps, path, body, token)

  return {
    device,
    post,
    session,
    signIn: async (user) => {
      const devicePublicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
      signedIn = read(await post('/v1/auth/login', { org: orgId, user, password, device, devicePublicKey }))
      return signedIn !== null
    },
    say: (said) => {
      const n = sent + written.length + 1
      const envelope = envelopeOf(session(), { device, n, link, id: newId(), case: newId() }, time.nowMs(), said)
      link = envelopeHashes(envelope).devHash
      written.push(envelope)
      return envelope
    },
    push: async (change = (request) => request) => {
      const token = session().accessToken
      const hello = read<HelloResponse>(await post('/v1/sync/hello', helloOf(device), token))
      if (hello === null) return null
      const n = sent + written.length
      const sig = sign(null, batchProofBytes(device, n, link), pair.privateKey).toString('base64')
      const request: PushRequest = {
        device,
        epoch: hello.epoch,
        from: sent + 1,
        events: written,
        keys: [],
        devHash: link,
        sig,
      }
      const answer = await post('/v1/sync/push', change(request), token)
      const said = read<PushResponse>(answer)
      if (said === null) return answer
      sent = n
      written = []
      return said
    },
  }
}

interface Place {
  readonly device: DeviceId
  readonly n: number
  readonly link: Hash
  readonly id: string
  readonly case: string
}

const envelopeOf = ({ actor, session }: SignIn, { link, ...place }: Place, wallMs: number, said: Said): Envelope =>
  ({
    ...place,
    org: orgId,
    actor: actor.id,
    session,
    kind: 'fact',
    v: 1,
    body: {},
    hlc: tickHlc(zeroHlc, wallMs),
    wallMs,
    monoMs: place.n,
    bootId: 'raw',
    devPrev: link,
    ...said,
  }) as unknown as Envelope

const helloOf = (device: DeviceId) => ({ protocol: 1, device, appV: 'raw', eventV: 1, lastN: 0 })

/** Body of a case opened by phone. */
export const openedBody = (team: string, nowMs: number, customerId: string) => ({
  kind: 'complaint',
  customerId,
  number: 'X01-1',
  reception: { channel: 'hotline', receivedAtMs: nowMs, agent: 'raw' },
  issue: {},
  demands: [],
  classification: { urgency: 'mid', severity: 'general', by: 'agent' },
  policy: { id: 'default', version: 1 },
  team,
})
