import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import classes from './Curtain.module.css'

interface CurtainProps {
  readonly open: boolean
  readonly children: ReactNode
}

/**
 * What lies behind a closed curtain goes on, but is not in the page: no eye, no search, no screen reader and no key reaches it. When
 * the curtain opens it stands as it was: text, caret, focus and how far each part was scrolled.
 */
export function Curtain({ open, children }: CurtainProps) {
  const [stage] = useState(makeStage)
  return (
    <>
      {/* Before what is on the stage: fields that take the focus when they appear have to be in the page by then. */}
      <Place stage={open ? stage : null} />
      {createPortal(children, stage)}
    </>
  )
}

function makeStage(): HTMLElement {
  const stage = document.createElement('div')
  stage.className = classes['stage'] ?? ''
  return stage
}

function Place({ stage }: { readonly stage: HTMLElement | null }) {
  const place = useRef<HTMLDivElement>(null)
  const putBack = useRef<() => void>(() => undefined)
  useLayoutEffect(() => {
    if (stage === null) return
    place.current?.append(stage)
    putBack.current()
    return () => {
      putBack.current = remember(stage)
      stage.remove()
    }
  }, [stage])
  return <div ref={place} className={classes['place']} />
}

/** What a browser forgets of a part that leaves the page. */
function remember(stage: HTMLElement): () => void {
  const scrolled = [...stage.querySelectorAll('*')]
    .filter((part) => part.scrollTop > 0 || part.scrollLeft > 0)
    .map((part) => ({ part, top: part.scrollTop, left: part.scrollLeft }))
  const focused = document.activeElement
  const caret = isTextField(focused) ? ([focused.selectionStart, focused.selectionEnd] as const) : null
  return () => {
    for (const { part, top, left } of scrolled) part.scrollTo({ top, left, behavior: 'instant' })
    if (!(focused instanceof HTMLElement) || !stage.contains(focused)) return
    focused.focus({ preventScroll: true })
    if (caret && isTextField(focused)) focused.setSelectionRange(...caret)
  }
}

const isTextField = (part: Element | null): part is HTMLInputElement | HTMLTextAreaElement =>
  part instanceof HTMLTextAreaElement || (part instanceof HTMLInputElement && part.selectionStart !== null)
