import type { ReactNode } from 'react'
import classes from './KeyBar.module.css'
import { Region } from './Region.tsx'

interface KeyBarProps {
  readonly name: string
  /** What the screen offers, the main action first. */
  readonly children: ReactNode
  /** Facts and the key sheet, at the far end. */
  readonly end: ReactNode
}

/** The line at the foot of every screen: what can be done here, each with its key. */
export function KeyBar({ name, children, end }: KeyBarProps) {
  return (
    <Region as="footer" name={name} className={classes['bar']}>
      <div className={classes['actions']}>{children}</div>
      <div className={classes['end']}>{end}</div>
    </Region>
  )
}
