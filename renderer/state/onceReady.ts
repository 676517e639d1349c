import { useCallback, useLayoutEffect, useState } from 'react'

interface OnceReady {
  /** Runs now, or as soon as it can be done right. */
  readonly give: () => void
  /** What is waited for is not wanted any more. */
  readonly drop: () => void
}

/** A key pressed before the answer it is meant for has come: people who know the way type on without looking. */
export function useOnceReady(isReady: boolean, run: () => void): OnceReady {
  const [isWanted, setWanted] = useState(false)
  useLayoutEffect(() => {
    if (!isWanted || !isReady) return
    setWanted(false)
    run()
  })
  const drop = useCallback(() => setWanted(false), [])
  return { give: () => (isReady ? run() : setWanted(true)), drop }
}
