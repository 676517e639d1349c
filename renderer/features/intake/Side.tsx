import type { ReactNode } from 'react'
import classes from './Side.module.css'

interface SideProps {
  readonly name: string
  readonly count?: string | undefined
  /** Said instead of the list while it is empty. */
  readonly hint?: string | undefined
  readonly children: ReactNode
}

/** A list beside the form, on a slightly sunken sheet. */
export function Side({ name, count, hint, children }: SideProps) {
  return (
    <section className={classes['side']} aria-label={name}>
      <div className={classes['head']}>
        <h2>{name}</h2>
        {count !== undefined && <span>{count}</span>}
      </div>
      {hint === undefined ? <ul>{children}</ul> : <p className={classes['hint']}>{hint}</p>}
    </section>
  )
}
