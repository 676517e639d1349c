import type { ReactNode } from 'react'
import classes from './Tag.module.css'

export type TagTone = 'plain' | 'accent' | 'warn' | 'hot'

/** A short fact about a case or customer. Tone is only ever a second carrier of what the words say. */
export function Tag({ tone = 'plain', children }: { readonly tone?: TagTone; readonly children: ReactNode }) {
  return (
    <span className={classes['tag']} data-tone={tone}>
      {children}
    </span>
  )
}
