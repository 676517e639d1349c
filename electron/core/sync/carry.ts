import type { EngineInput } from '../../../shared/sync/engine.ts'
import type { Transfer, Transfers } from '../store/attachments/transfers.ts'
import { createPortion, type Portion } from './portion.ts'
import { type Transport, TransportError } from './transport.ts'

export interface CarryDeps {
  readonly files: Transfers
  readonly transport: Transport
  readonly tokens: { readonly token: () => Promise<string> }
  readonly monoMs: () => number
  readonly setTimer: (work: () => void, afterMs: number) => unknown
}

/** Carries files a piece at a time, so that nothing that was typed waits behind a picture. Source: CASE-7. */
export interface Carrier {
  /** Is there anything to carry now? */
  readonly hasWork: (thrifty: boolean) => boolean
  readonly step: (thrifty: boolean) => Promise<EngineInput>
  /** Somebody waits for this one: fetched now, to its end. */
  readonly fetchNow: (it: Transfer) => Promise<boolean>
}

/** Not at the server yet, or not to be had just now: asked for again after so long, each time twice as long. */
const firstLaterMs = 60_000
const mostLaterMs = 60 * 60_000
const nameOf = (it: Transfer): string => `${it.case} ${it.hash}`

/** Where the sending of a file stands; what it weighs is looked up once. */
interface Sending {
  readonly name: string
  readonly bytes: number
  readonly offset: number
}

/** A refusal of this file, also one whose words were cut off; what concerns the device or the way is the engine's to hear. */
const isOfFile = (error: unknown): boolean =>
  error instanceof TransportError &&
  (error.code.startsWith('attachment.') || (error.weather === 'refused' && !error.code.startsWith('device.')))

/** The whole server's trouble or that of this file alone: unreadable here, or not to be had there. */
const mayBeOfFile = (error: unknown): boolean =>
  !(error instanceof TransportError) ||
  error.weather === 'malformed' ||
  (error.weather === 'busy' && error.retryAfterMs === undefined)

const isCut = (error: unknown): boolean => error instanceof TransportError && error.weather === 'offline'

/** Files that are not to be had just now; `again`: when that may have changed. */
function createPutOff(deps: CarryDeps, again: () => void) {
  const later = new Set<string>()
  const waits = new Map<string, number>()
  const putOff = (it: Transfer): void => {
    const name = nameOf(it)
    const waitMs = Math.min(2 * (waits.get(name) ?? firstLaterMs / 2), mostLaterMs)
    waits.set(name, waitMs)
    later.add(name)
    deps.setTimer(() => {
      later.delete(name)
      again()
    }, waitMs)
  }
  return { putOff, isPutOff: (it: Transfer): boolean => later.has(nameOf(it)) }
}

/** Moves one piece of a file; each tells whether that was the last. */
function createMover({ files, transport, tokens }: CarryDeps, portion: Portion) {
  let sending: Sending | null = null
  const announced = async (it: Transfer): Promise<Sending> => {
    const { bytes, digest } = await files.sealed(it)
    const offset = await transport.announce(await tokens.token(), { ...it, bytes, digest })
    return { name: nameOf(it), bytes, offset }
  }
  const send = async (it: Transfer): Promise<'more' | 'taken_in'> => {
    let at = sending?.name === nameOf(it) ? sending : await announced(it)
    sending = null
    if (at.offset < at.bytes) {
      const piece = await files.piece(it, at.offset, portion.size())
      at = { ...at, offset: await transport.append(await tokens.token(), it, at.offset, piece) }
    }
    if (at.offset < at.bytes) {
      sending = at
      return 'more'
    }
    files.sent(it)
    return 'taken_in'
  }

  const fetch = async (it: Transfer): Promise<'more' | 'taken_in' | 'damaged'> => {
    const from = files.arrived(it)
    const { bytes, body } = await transport.fetchFile(await tokens.token(), it, from)
    let got = from
    for await (const piece of body) {
      await files.keep(it, piece)
      got += piece.length
      if (got - from >= portion.size()) break
    }
    if (got < bytes) return 'more'
    return (await files.complete(it)) ? 'taken_in' : 'damaged'
  }
  return {
    move: (it: Transfer) => (it.way === 'up' ? send(it) : fetch(it)),
    forget: (): void => {
      sending = null
    },
  }
}

/** `again`: something may be carried now. */
export function createCarrier(deps: CarryDeps, again: () => void): Carrier {
  const { files } = deps
  const portion = createPortion({ least: 16 * 1024, first: 256 * 1024, most: 4 * 1024 * 1024 })
  const { putOff, isPutOff } = createPutOff(deps, again)
  const mover = createMover(deps, portion)
  /** Under these the line broke: others go first, lest they are why. */
  const behind = new Set<string>()
  const due = (thrifty: boolean): Transfer | undefined => {
    const all = files.list().filter((it) => !isPutOff(it) && !(thrifty && it.way === 'down'))
    const inFront = all.find((it) => !behind.has(nameOf(it)))
    if (inFront === undefined) behind.clear()
    return inFront ?? all[0]
  }

  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const startedMs = deps.monoMs()
    const value = await work().catch((error: unknown) => {
      if (isCut(error)) portion.cut()
      throw error
    })
    portion.took(deps.monoMs() - startedMs)
    return value
  }
  /** What only concerns this file is over with it; whatever else failed, the next to be tried is another file. */
  const carry = async (it: Transfer): Promise<void> => {
    try {
      if ((await timed(() => mover.move(it))) === 'damaged') putOff(it)
    } catch (error) {
      mover.forget()
      if (isCut(error)) behind.add(nameOf(it))
      if (isOfFile(error) || mayBeOfFile(error)) putOff(it)
      if (!isOfFile(error)) throw error
      if (it.way === 'down') files.restart(it)
    }
  }

  return {
    hasWork: (thrifty) => files.look() || due(thrifty) !== undefined,
    step: async (thrifty) => {
      const it = due(thrifty)
      if (it !== undefined) await carry(it)
      const more = files.look() || due(thrifty) !== undefined
      return { type: 'carry_ok', more }
    },
    fetchNow: async (it) => {
      while ((await timed(() => mover.move(it))) === 'more');
      return files.placeOf(it.hash) !== 'away'
    },
  }
}
