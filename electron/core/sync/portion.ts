/** How much one exchange carries, in whatever unit it is made with. */
export interface Portion {
  readonly size: () => number
  /** An exchange came through; its content took this long, ms, without what the way takes for anything. */
  readonly took: (ms: number) => void
  /** It was cut or took too long. */
  readonly cut: () => void
}

export interface PortionLimits {
  readonly least: number
  readonly first: number
  readonly most: number
}

/** An exchange should be over in this time: soon enough to be seen moving on, and far from every time limit. */
const aimMs = 3_000
const maxGrowth = 4

/**
 * Keeps one exchange about `aimMs` long whatever the line: on a slow one little at a time goes through where much would be cut
 * again and again, on a quick one much at a time costs less. Source: SYNC-10, sync.md "resumable at any byte".
 */
export function createPortion({ least, first, most }: PortionLimits): Portion {
  let size = first
  const become = (next: number): void => {
    size = Math.round(Math.min(most, Math.max(least, next)))
  }
  return {
    size: () => size,
    took: (ms) => become(size * Math.min(maxGrowth, aimMs / Math.max(ms, 1))),
    cut: () => become(size / maxGrowth),
  }
}
