import type { ReactNode } from 'react'
import classes from './StatusDot.module.css'

/** Each tone has its own shape, so that it is told apart without colour; the words say it anyway. */
export type StatusTone = 'ok' | 'busy' | 'off' | 'warn' | 'bad'

export function StatusDot({ tone, children }: { readonly tone: StatusTone; readonly children: ReactNode }) {
  return (
    <span className={classes['status']} data-tone={tone}>
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
        {tone === 'bad' ? <path d="M5 1 9.3 9H.7z" /> : <circle cx="5" cy="5" r={tone === 'ok' ? 4 : 3.25} />}
      </svg>
      <span>{children}</span>
    </span>
  )
}
