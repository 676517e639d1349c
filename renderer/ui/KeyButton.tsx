import type { ReactNode } from 'react'
import classes from './KeyButton.module.css'
import { Keycap } from './Keycap.tsx'

interface KeyButtonProps {
  readonly label: string
  readonly caps: readonly string[]
  /** The keys as `aria-keyshortcuts` wants them. */
  readonly ariaKeys: string
  readonly look?: 'plain' | 'primary' | 'line'
  readonly icon?: ReactNode
  readonly pressed?: boolean
  /** Id of words beside it that say more. */
  readonly describedBy?: string
  readonly onPress: () => void
}

/** A word and its key: how every action of the console looks. Its name is exactly its word. */
export function KeyButton({
  label,
  caps,
  ariaKeys,
  look = 'plain',
  icon,
  pressed,
  describedBy,
  onPress,
}: KeyButtonProps) {
  return (
    <button
      type="button"
      className={classes['button']}
      data-look={look}
      aria-keyshortcuts={ariaKeys}
      aria-pressed={pressed}
      aria-describedby={describedBy}
      onClick={onPress}
    >
      {icon}
      <span>{label}</span>
      <Keycap keys={caps} on={look === 'primary' ? 'accent' : 'paper'} />
    </button>
  )
}
