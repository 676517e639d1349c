import type { ReactNode } from 'react'
import { useKeysOf } from '../../app/commands.tsx'
import { useView } from '../../state/view.ts'
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

interface CaseButtonProps {
  readonly id: string
  /** It is the one the key opens. */
  readonly hasKey?: boolean
  readonly children: ReactNode
}

/** What a case is called in such a list; pressed, it opens the case, from which Esc and F2 lead back to the call. */
export function CaseButton({ id, hasKey = false, children }: CaseButtonProps) {
  const openCase = useView((state) => state.openCase)
  const { aria } = useKeysOf('intake.earlier')
  return (
    <button
      type="button"
      className={classes['open']}
      aria-keyshortcuts={hasKey ? aria : undefined}
      onClick={() => openCase(id)}
    >
      <span className={classes['what']}>{children}</span>
    </button>
  )
}
