import type { EpochMs } from '../../../shared/kernel/brand.ts'
import { type Hlc, hlcMs } from '../../../shared/kernel/hlc.ts'
import { hashText } from './bytes.ts'

/**
 * Three times of an event are mostly one and the same: the wall clock is stored, of the others only what differs. On a device
 * whose clock is right that is nothing, which takes no room.
 */
export interface RowTimes {
  readonly wall_ms: EpochMs
  /** Corrected time minus wall clock, ms. */
  readonly at_off: number
  /** Whole where its milliseconds are not the wall clock's; else its counter, empty for 0. */
  readonly hlc: Uint8Array
}

const millisecondDigits = 12
const noCount = '0000'
const empty = Buffer.alloc(0)

export function hlcBytes(hlc: Hlc, wallMs: EpochMs): Buffer {
  if (hlcMs(hlc) !== wallMs) return Buffer.from(hlc, 'hex')
  const count = hlc.slice(millisecondDigits)
  return count === noCount ? empty : Buffer.from(count, 'hex')
}

export function hlcOf({ hlc, wall_ms: wallMs }: Pick<RowTimes, 'hlc' | 'wall_ms'>): Hlc {
  if (hlc.length > noCount.length / 2) return hashText(hlc) as string as Hlc
  const count = hlc.length === 0 ? noCount : hashText(hlc)
  return `${wallMs.toString(16).padStart(millisecondDigits, '0')}${count}` as Hlc
}

export const atMsOf = (row: Pick<RowTimes, 'wall_ms' | 'at_off'>): EpochMs => row.wall_ms + row.at_off
