import { useState } from 'react'
import { useDraft } from './context.tsx'
import { useHistory } from './history.ts'
import { dialled } from './number.ts'

/** Whose number stands on the form: nobody's yet, still being asked for, somebody new, somebody known. */
export type LookUp = 'none' | 'waiting' | 'unknown' | 'known'

/**
 * What is known of the number on the form this very moment, not of the one before it. Who was asked for as somebody new stays so
 * for this number: fields that an agent may be in do not go away again.
 */
export function useLookUp(): LookUp {
  const number = useDraft((draft) => dialled(draft.phone))
  // What was known of the number a moment ago may be from before the last save.
  const { phone, answered, failed, customer } = useHistory(0)
  const [newcomer, setNewcomer] = useState<string | null>(null)
  const settled = phone === number && (answered || failed)
  const isNew = settled && customer === null
  if (isNew && newcomer !== number) setNewcomer(number)
  if (number === null) return 'none'
  if (isNew || newcomer === number) return 'unknown'
  return settled ? 'known' : 'waiting'
}
