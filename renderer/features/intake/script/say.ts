import { useState } from 'react'
import { fillSlots } from '../../../../shared/assist/fill-slots.ts'
import type { Phrase } from '../../../../shared/assist/phrase.ts'
import { timeKeeper } from '../../../state/now.ts'
import { useIntake } from '../context.tsx'
import { useReading } from '../reading.tsx'

export interface Saying {
  /** The phrase whose open places are asked for. */
  readonly pending: string | null
  /** Puts a phrase on the record of the call; `false` while a place in it is not filled, and then that place is asked for. */
  readonly say: (phrase: Phrase, values: Readonly<Record<string, string>>) => boolean
}

/** How phrases get on the record of the call. Source: CALL-4. */
export function useSaying(): Saying {
  const intake = useIntake()
  const { pack } = useReading()
  const [pending, setPending] = useState<string | null>(null)
  const say: Saying['say'] = (phrase, values) => {
    const filled = fillSlots(phrase, values, pack?.slots ?? [])
    setPending(filled.ok ? null : phrase.id)
    if (!filled.ok) return false
    const { said, stage } = intake.active()
    const { id: phraseId, buffer } = phrase
    const text = filled.value.text
    const line = { id: crypto.randomUUID(), phraseId, stage, text, buffer, atMs: timeKeeper.nowMs() }
    intake.setFields({ said: [...said, line] })
    return true
  }
  return { pending, say }
}
