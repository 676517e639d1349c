import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { useText } from '../../text/context.tsx'
import { FieldRow } from '../../ui/FieldRow.tsx'
import { mostTyped } from './draft.ts'
import { type HeldKey, handOver, isHeld } from './handOver.ts'
import classes from './IntakeForm.module.css'

/**
 * The field after the number while nobody knows yet whether it is the name of somebody new or what happened to somebody known.
 * What is typed here is handed on to the right one with the answer: where words end up does not depend on who was faster.
 */
export function TypedAhead({ waiting }: { readonly waiting: boolean }) {
  const { t } = useText()
  const field = useRef<HTMLInputElement>(null)
  const held = useRef<HeldKey[]>([])
  const [composing, setComposing] = useState(false)
  // Half a word of an input method cannot be moved.
  const open = waiting || composing
  useLayoutEffect(() => {
    const input = field.current
    // After this rendering, before the next key: a key handed on may need a rendering of its own.
    if (!open && input !== null) queueMicrotask(() => handOver(input, held.current.splice(0)))
  }, [open])
  const hold = (event: KeyboardEvent<HTMLInputElement>) => {
    if (!isHeld(event.nativeEvent)) return
    event.preventDefault()
    held.current.push({ words: event.currentTarget.value, press: event.nativeEvent })
    event.currentTarget.value = ''
  }
  return (
    <div className={classes['ahead']} hidden={!open}>
      <FieldRow id="typed-ahead" label={t('intake.lookUp')} note={t('intake.lookUpNote')}>
        {(props) => (
          <input
            {...props}
            ref={field}
            type="text"
            autoComplete="off"
            maxLength={mostTyped}
            onKeyDown={hold}
            onCompositionStart={() => setComposing(true)}
            onCompositionEnd={() => setComposing(false)}
          />
        )}
      </FieldRow>
    </div>
  )
}
