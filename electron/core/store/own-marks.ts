import type { Core } from './core.ts'
import { getMeta } from './meta.ts'

/** Newest own event the server has judged, as far as this device knows. */
export const judgedN = (core: Core): number => getMeta<number>(core.db, 'judged_n') ?? 0
/** Up to here no own event is pending any more. */
export const settledN = (core: Core): number => getMeta<number>(core.db, 'settled_n') ?? 0
/** The number that stands for this device in the table of events; 0 = it wrote none yet. */
export const ownRef = (core: Core): number => core.names.find(core.device.get().device) ?? 0
