import {
  createRecorder,
  type Recorder,
  type RecorderDeps,
  readRecorder,
  type ToRecord,
} from '../../../electron/core/store/care/recorder.ts'
import { keyringFile } from '../../../electron/core/store/keyring.ts'
import { readKeyring } from '../../../electron/core/store/keyring-file.ts'

/** As the recorder has it; what is not written by then goes with the power. */
const recordAfterMs = 400

/** The real flight recorder in simulated time: what is due is on the disk before anything else happens, what is not yet due is not. */
export function createSimRecorder(
  given: RecorderDeps,
  later: (work: () => Promise<void>, afterMs: number) => unknown,
): Recorder {
  const inner = createRecorder({ ...given, setTimer: () => undefined })
  let waiting: ToRecord[] = []
  const write = async (): Promise<void> => {
    inner.append(waiting)
    waiting = []
    await inner.flush()
  }
  return {
    ...inner,
    append: (events) => {
      if (events.length > 0 && waiting.length === 0) later(write, recordAfterMs)
      waiting.push(...events)
    },
    drop: (upToN) => {
      waiting = waiting.filter(({ n }) => n > upToN)
      inner.drop(upToN)
    },
    recorded: () => new Set([...inner.recorded(), ...waiting.map(({ n }) => n)]),
  }
}

/** What stands in the flight recorder of a folder whose key lies in the open. */
export function recordedIds(dir: string): ReadonlySet<string> {
  const [entry] = readKeyring(keyringFile(dir))?.entries ?? []
  if (entry?.kind !== 'demo') throw new Error('simulation: the store is locked')
  return new Set(readRecorder(dir, Buffer.from(entry.key, 'base64')).map(({ envelope }) => envelope.id))
}
