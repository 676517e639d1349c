import { createSecretKey, type KeyObject } from 'node:crypto'
import { closeSync, existsSync, fdatasync, ftruncateSync, openSync, readFileSync, write } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { EpochMs } from '../../../../shared/kernel/brand.ts'
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

/**
 * The flight recorder: what is not yet confirmed by the server stands a second time in a file of its own, appended and synced
 * within a second. It is read only when the database file itself is destroyed. Source: sync.md "On the device".
 */
export interface Recorder {
  readonly append: (events: readonly Recorded[]) => void
  /** Nothing is pending any more: what was recorded is at the server. */
  readonly settled: () => void
  readonly flush: () => Promise<void>
  readonly close: () => Promise<void>
}

export const recorderFile = (dir: string): string => join(dir, 'unsent.rec')
/** Written and synced this soon after a save: with the time it takes, within the promised second. */
export const recordAfterMs = 400
const about = Buffer.from('recorder|1')
const lengthBytes = 4
const writeAsync = promisify(write)
const syncAsync = promisify(fdatasync)

export interface RecorderDeps {
  readonly dir: string
  readonly key: Uint8Array
  readonly random: (bytes: number) => Uint8Array
  readonly setTimer: (work: () => void, afterMs: number) => void
  readonly log: (entry: { readonly code: string; readonly [key: string]: unknown }) => void
}

export function createRecorder(deps: RecorderDeps): Recorder {
  const handle = openSync(recorderFile(deps.dir), 'a', 0o600)
  const key = createSecretKey(deps.key)
  let waiting: Recorded[] = []
  let isArmed = false
  let last: Promise<void> = Promise.resolve()
  const flush = (): Promise<void> => {
    isArmed = false
    const events = waiting
    waiting = []
    if (events.length === 0) return last
    last = last
      .then(() => writeFrame(handle, frameOf(key, deps.random(12), events)))
      .catch((error: unknown) => {
        deps.log({ code: 'store.recorder', error: error instanceof Error ? error.message : String(error) })
      })
    return last
  }
  return {
    append: (events) => {
      waiting.push(...events)
      if (isArmed) return
      isArmed = true
      deps.setTimer(() => void flush(), recordAfterMs)
    },
    settled: () => {
      last = last.then(() => ftruncateSync(handle, 0))
    },
    flush,
    close: async () => {
      await flush()
      closeSync(handle)
    },
  }
}

function frameOf(key: KeyObject, nonce: Uint8Array, events: readonly Recorded[]): Buffer {
  const box = sealBox(key, nonce, Buffer.from(JSON.stringify(events)), about)
  const frame = Buffer.allocUnsafe(lengthBytes + box.length)
  frame.writeUInt32LE(box.length)
  box.copy(frame, lengthBytes)
  return frame
}

async function writeFrame(handle: number, frame: Buffer): Promise<void> {
  for (let at = 0; at < frame.length; ) at += (await writeAsync(handle, frame, at)).bytesWritten
  await syncAsync(handle)
}

/** What the recorder of a folder holds, oldest first; a frame cut off in the middle of writing ends it. */
export function readRecorder(dir: string, dataKey: Uint8Array): Recorded[] {
  const file = recorderFile(dir)
  if (!existsSync(file)) return []
  const bytes = readFileSync(file)
  const key = createSecretKey(dataKey)
  const found: Recorded[] = []
  for (let at = 0; at + lengthBytes <= bytes.length; ) {
    const end = at + lengthBytes + bytes.readUInt32LE(at)
    const plain = end > bytes.length ? null : openBox(key, bytes.subarray(at + lengthBytes, end), about)
    if (plain === null) break
    found.push(...(JSON.parse(plain.toString()) as Recorded[]))
    at = end
  }
  return found
}
