import { useEffect, useState } from 'react'
import { useIntake } from './context.tsx'
import type { IntakeDraft } from './draft.ts'

/** How long typing has to rest before anything is read out of it: no key press pays for reading. */
const restMs = 160

/** A value as it stood when it last rested, so that what is made from it costs nothing while keys come. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), restMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

/**
 * Text of the call on screen as it stood when it last rested. Listens to the store itself: while keys come, not even the component
 * that asks renders. `pick` is the same function at every rendering.
 */
export function useSettledText(pick: (draft: IntakeDraft) => string): string {
  const intake = useIntake()
  const [settled, setSettled] = useState(() => pick(intake.active()))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let seen: string | null = null
    const look = () => {
      const text = pick(intake.active())
      if (text === seen) return
      seen = text
      clearTimeout(timer)
      timer = setTimeout(() => setSettled(text), restMs)
    }
    look()
    const end = intake.store.subscribe(look)
    return () => {
      clearTimeout(timer)
      end()
    }
  }, [intake, pick])
  return settled
}
