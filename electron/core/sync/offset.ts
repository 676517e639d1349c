import type { EpochMs } from '../../../shared/kernel/brand.ts'

/** One exchange with the server: our wall time before and after it, and the time the server said. */
export interface OffsetSample {
  readonly sentMs: EpochMs
  readonly gotMs: EpochMs
  readonly serverMs: EpochMs
}

export interface OffsetMeter {
  readonly add: (sample: OffsetSample) => void
  /** Server time minus our wall time, ms; 0 before the first exchange. */
  readonly offsetMs: () => number
  readonly suspect: () => boolean
}

/** Beyond this the device's clock is flagged for review. Source: sync.md "Time". */
const suspectOffsetMs = 5 * 60_000
const keptSamples = 8

/**
 * Measures how far the server's clock is from ours: of the last few exchanges the one with the least round trip counts,
 * because its answer was the least delayed. Source: sync.md "Time", SYNC-9.
 */
export function createOffsetMeter(initialMs = 0): OffsetMeter {
  let samples: readonly OffsetSample[] = []
  const best = () => samples.reduce<OffsetSample | null>((a, b) => (a && roundTrip(a) <= roundTrip(b) ? a : b), null)
  const offsetMs = () => {
    const sample = best()
    return sample ? Math.round(sample.serverMs - (sample.sentMs + sample.gotMs) / 2) : initialMs
  }
  return {
    add: (sample) => {
      if (sample.gotMs >= sample.sentMs) samples = [...samples.slice(-(keptSamples - 1)), sample]
    },
    offsetMs,
    suspect: () => Math.abs(offsetMs()) > suspectOffsetMs,
  }
}

const roundTrip = (sample: OffsetSample): number => sample.gotMs - sample.sentMs
