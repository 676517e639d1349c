import type { Refusal } from '../../../shared/kernel/result.ts'
import type { StorageState } from '../store/store-reads.ts'

const megabyte = 1024 * 1024
/** A disk this full will soon refuse a save: 99 % used, or less than a day's work of room. */
const leastShare = 0.01
const leastBytes = 200 * megabyte

/** What a person should know of the disk and the file while they go on working. Source: details.md "Failures". */
export function noticesOf({ freeBytes, totalBytes, isDamaged, recovery }: StorageState): readonly Refusal[] {
  const isFull = freeBytes <= totalBytes * leastShare || freeBytes < leastBytes
  return [
    ...(isFull ? [{ tag: 'disk.nearly_full', detail: { freeMb: Math.floor(freeBytes / megabyte) } }] : []),
    ...(isDamaged ? [{ tag: 'store.damage_found' }] : []),
    ...(recovery ? [{ tag: 'store.repaired', detail: { cases: recovery.cases, holes: recovery.holes } }] : []),
  ]
}
