/**
 * What a thread throws away is swept before it takes much room: left alone, each thread lets 48 MB of it lie. Measured with
 * `npm run bench -- --only store.memory`.
 */
export const threadLimits = { maxYoungGenerationSizeMb: 12 } as const
