import type { ReactNode } from 'react'
import classes from './ScreenTitle.module.css'

interface ScreenTitleProps {
  readonly name: string
  /** A way back, before the name. */
  readonly lead?: ReactNode
  /** Whose or of what it is, behind the name. */
  readonly children?: ReactNode
}

/** What the screen is called, in the window's title bar. */
export function ScreenTitle({ name, lead, children }: ScreenTitleProps) {
  return (
    <div className={classes['title']} data-led={lead !== undefined || undefined}>
      {lead}
      <h1>{name}</h1>
      {children}
    </div>
  )
}
