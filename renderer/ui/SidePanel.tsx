import { type ReactNode, useEffect, useRef } from 'react'
import { Icon } from './icons.tsx'
import { Keycap } from './Keycap.tsx'
import classes from './SidePanel.module.css'

interface SidePanelProps {
  readonly title: string
  readonly closeLabel: string
  readonly onClose: () => void
  /** Something in it is to be worked with: it takes the focus and gives it back. One only read leaves the focus alone. */
  readonly focus?: boolean
  readonly children: ReactNode
}

/** Help beside the work, never over the form. */
export function SidePanel({ title, closeLabel, onClose, focus = false, children }: SidePanelProps) {
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!focus) return
    const before = document.activeElement
    firstControl(body.current)?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [focus])
  return (
    <aside className={classes['panel']} aria-label={title}>
      <div className={classes['head']}>
        <h2>{title}</h2>
        <button type="button" className={classes['close']} aria-keyshortcuts="Escape" onClick={onClose}>
          <Icon name="close" size={14} />
          <span>{closeLabel}</span>
          <Keycap keys={['Esc']} />
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by the keyboard */}
      <div ref={body} className={classes['body']} tabIndex={0}>
        {children}
      </div>
    </aside>
  )
}

/** Where work begins: what is chosen already, else the first thing to choose or write, else the part itself; never the way out. */
function firstControl(body: HTMLElement | null): HTMLElement | null {
  const controls = [...(body?.querySelectorAll<HTMLElement>('input, select, textarea, button') ?? [])]
  const open = controls.filter((control) => !isSettled(control))
  return open.find((control) => control.matches('input:checked')) ?? open[0] ?? body
}

/** The only choice there is. */
const isSettled = (control: HTMLElement): boolean =>
  control.matches('input:checked') && control.closest('[role="radiogroup"]')?.querySelectorAll('input').length === 1
