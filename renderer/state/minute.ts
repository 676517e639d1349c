import { useEffect, useState } from 'react'
import { ticker } from './now.ts'

/** Minutes since 1970: changes once a minute, for what moves on with the clock and need not count seconds. */
export function useMinute(): number {
  const [minute, setMinute] = useState(() => Math.floor(ticker.nowMs() / 60_000))
  useEffect(() => ticker.subscribe((nowMs) => setMinute(Math.floor(nowMs / 60_000))), [])
  return minute
}
