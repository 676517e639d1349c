import { createSecretKey, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { CustomerId, EpochMs } from '../../../../shared/kernel/brand.ts'
import type { Envelope } from '../../../../shared/kernel/envelope.ts'
import type { WrappedKey } from '../../../../shared/sync/protocol.ts'
import { openBox, sealBox } from '../sealed-box.ts'

/** One own event as the recorder keeps it, with the customer keys made since the one before. */
export interface Recorded {
  readonly envelope: Envelope
  readonly atMs: EpochMs
  readonly command?: string
  readonly keys?: readonly WrappedKey[]
}

/** An event on its way there: its canonical text is at hand from the save, nothing is written down twice. */
export interface ToRecord {
  readonly text: string
  readonly n: number
  readonly atMs: EpochMs
  readonly command?: string
  readonly keys: readonly WrappedKey[]
}

/**
 * The flight recorder: what is neither confirmed by the server nor in a backup stands a second time in a file of its own,
 * appended and synced within a second. It is read only when the store is put together again. Source: sync.md "On the device".
 */
export interface Recorder {
  readonly append: (events: readonly ToRecord[]) => void
  /** Numbers of the own events that stand in it, or are about to. */
  readonly recorded: () => ReadonlySet<number>
  /** Own events up to this number stand elsewhere too: at the server, or in a backup. */
  readonly drop: (upToN: number) => void
  /** A destroyed key is destroyed here too; resolves when it is. */
  readonly forgetKeys: (isGone: (customer: CustomerId) => boolean) => Promise<void>
  readonly flush: () => Promise<void>
  readonly close: () => Promise<void>
}

const recorderFile = (dir: string): string => join(dir, 'unsent.rec')
/** Written and synced this soon after a save: with the time it takes, within the promised second. */
const recordAfterMs = 400
/** Of an import there may be more at once than one text can hold. */
const mostInFrame = 2_000
const about = Buffer.from('recorder|1')
const lengthBytes = 4

export interface RecorderDeps {
  readonly dir: string
  readonly key: Uint8Array
  readonly random: (bytes: number) => Uint8Array
  readonly setTimer: (work: () => void, afterMs: number) => void
  readonly log: (entry: { readonly code: string; readonly [key: string]: unknown }) => void
}

/** What one frame of the file covers. */
interface Frame {
  readonly bytes: number
  readonly ns: readonly number[]
  readonly lastN: number
}

const frameOf = (bytes: number, ns: readonly number[]): Frame => ({
  bytes,
  ns,
  lastN: ns.reduce((a, b) => Math.max(a, b), 0),
})
const numbersOf = (events: readonly Recorded[]): number[] => events.map(({ envelope }) => envelope.n)

/** Where a recorder stands: what waits to be written, and what the file holds. */
interface Recording {
  readonly deps: RecorderDeps
  readonly file: string
  readonly key: KeyObject
  readonly frames: Frame[]
  waiting: ToRecord[]
  isArmed: boolean
  handle: FileHandle | null
  last: Promise<void>
}

export function createRecorder(deps: RecorderDeps): Recorder {
  const file = recorderFile(deps.dir)
  const key = createSecretKey(deps.key)
  const frames: Frame[] = framesOf(file, key).map(({ bytes, events }) => frameOf(bytes, numbersOf(events)))
  const recording: Recording = {
    deps,
    file,
    key,
    frames,
    waiting: [],
    isArmed: false,
    handle: null,
    last: Promise.resolve(),
  }
  return {
    forgetKeys: async (isGone) => {
      recording.waiting = recording.waiting.map((it) => ({
        ...it,
        keys: it.keys.filter((key) => !isGone(key.customer)),
      }))
      await queue(recording, () => forgetKeys(recording, isGone))
    },
    append: (events) => {
      for (const event of events) recording.waiting.push(event)
      if (recording.isArmed) return
      recording.isArmed = true
      deps.setTimer(() => void flush(recording), recordAfterMs)
    },
    recorded: () => new Set([...frames.flatMap(({ ns }) => ns), ...recording.waiting.map(({ n }) => n)]),
    drop: (upToN) => {
      recording.waiting = recording.waiting.filter((event) => event.n > upToN)
      if ((frames[0]?.lastN ?? Number.MAX_SAFE_INTEGER) <= upToN) void queue(recording, () => drop(recording, upToN))
    },
    flush: () => flush(recording),
    close: async () => {
      await flush(recording)
      await queue(recording, () => letGo(recording))
    },
  }
}

/** One piece of work on the file after the other; one that fails is logged and does not stop the next. */
function queue(recording: Recording, work: () => Promise<void>): Promise<void> {
  recording.last = recording.last.then(work).catch((error: unknown) => {
    recording.deps.log({ code: 'store.recorder', error: error instanceof Error ? error.message : String(error) })
  })
  return recording.last
}

function flush(recording: Recording): Promise<void> {
  recording.isArmed = false
  const events = recording.waiting
  recording.waiting = []
  if (events.length === 0) return recording.last
  return queue(recording, async () => {
    recording.handle ??= await open(recording.file, 'a', 0o600)
    for (let at = 0; at < events.length; at += mostInFrame) {
      const some = events.slice(at, at + mostInFrame)
      const frame = sealFrame(recording.key, recording.deps.random(12), textOf(some))
      await recording.handle.appendFile(frame)
      const ns = some.map(({ n }) => n)
      recording.frames.push(frameOf(frame.length, ns))
    }
    await recording.handle.datasync()
  })
}

const bytesOf = (frames: readonly Frame[]): number => frames.reduce((sum, frame) => sum + frame.bytes, 0)

/** The file is written anew once most of it is of no more use: a long backlog would else be copied with every answer to a push. */
async function drop(recording: Recording, upToN: number): Promise<void> {
  const { frames, file } = recording
  const kept = frames.findIndex((frame) => frame.lastN > upToN)
  const gone = kept < 0 ? frames : frames.slice(0, kept)
  const goneBytes = bytesOf(gone)
  if (gone.length === 0 || goneBytes < bytesOf(frames) / 2) return
  frames.splice(0, gone.length)
  await letGo(recording)
  await keepFrom(file, goneBytes)
}

async function forgetKeys(recording: Recording, isGone: (customer: CustomerId) => boolean): Promise<void> {
  const kept = framesOf(recording.file, recording.key).map(({ events }) => {
    const text = JSON.stringify(withoutKeys(events, isGone))
    return { frame: sealFrame(recording.key, recording.deps.random(12), text), ns: numbersOf(events) }
  })
  await letGo(recording)
  await writeWhole(recording.file, Buffer.concat(kept.map(({ frame }) => frame)))
  recording.frames.splice(0, recording.frames.length, ...kept.map(({ frame, ns }) => frameOf(frame.length, ns)))
}

/** The file is about to be put in place anew, or nobody writes any more. */
async function letGo(recording: Recording): Promise<void> {
  await recording.handle?.close()
  recording.handle = null
}

const withoutKeys = (events: readonly Recorded[], isGone: (customer: CustomerId) => boolean): Recorded[] =>
  events.map(({ keys = [], ...event }) => {
    const kept = keys.filter((it) => !isGone(it.customer))
    return kept.length === 0 ? event : { ...event, keys: kept }
  })

/** The events as JSON, put together of texts that are there already. */
const textOf = (events: readonly ToRecord[]): string =>
  `[${events
    .map(({ text, atMs, command, keys }) => {
      const named = command === undefined ? '' : `,"command":"${command}"`
      return `{"envelope":${text},"atMs":${atMs}${named}${keys.length === 0 ? '' : `,"keys":${JSON.stringify(keys)}`}}`
    })
    .join(',')}]`

function sealFrame(key: KeyObject, nonce: Uint8Array, events: string): Buffer {
  const box = sealBox(key, nonce, Buffer.from(events), about)
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32LE(box.length)
  return Buffer.concat([length, box])
}

/** Leaves only what stands behind `at`: written beside, then put in its place. */
const keepFrom = (file: string, at: number): Promise<void> => writeWhole(file, readFileSync(file).subarray(at))

async function writeWhole(file: string, content: Uint8Array): Promise<void> {
  const part = `${file}.part`
  const target = await open(part, 'w', 0o600)
  try {
    await target.writeFile(content)
    await target.datasync()
  } finally {
    await target.close()
  }
  await rename(part, file)
}

/** The frames of a file, oldest first; one cut off in the middle of writing ends it. */
function framesOf(file: string, key: KeyObject): { readonly bytes: number; readonly events: readonly Recorded[] }[] {
  if (!existsSync(file)) return []
  const bytes = readFileSync(file)
  const found: { bytes: number; events: Recorded[] }[] = []
  for (let at = 0; at + lengthBytes <= bytes.length; ) {
    const end = at + lengthBytes + bytes.readUInt32LE(at)
    const plain = end > bytes.length ? null : openBox(key, bytes.subarray(at + lengthBytes, end), about)
    if (plain === null) break
    found.push({ bytes: end - at, events: JSON.parse(plain.toString()) as Recorded[] })
    at = end
  }
  return found
}

/** What the recorder of a folder holds, oldest first; what was recorded again stands behind younger events in the file. */
export const readRecorder = (dir: string, dataKey: Uint8Array): Recorded[] =>
  framesOf(recorderFile(dir), createSecretKey(dataKey))
    .flatMap((frame) => frame.events)
    .sort((a, b) => a.envelope.n - b.envelope.n)
