import { useState } from 'react'
import { useBridge } from '../app/console.tsx'
import { isWeather } from '../bridge.ts'
import { useText } from '../text/context.tsx'
import { untilAnswered } from './execute.ts'
import { useNotice } from './notice.ts'

interface Sending {
  /** Asks until the core has answered; while it is away that is said: in these words, or that it is saved later. */
  readonly sent: <Answer>(ask: () => Promise<Answer>, waiting?: string) => Promise<Answer>
  /** The id of an intent, the same however often it is sent. */
  readonly idFor: (intent: string) => string
  /** The same words given again are another intent from now on. */
  readonly settled: (intent: string) => void
}

/** What a person gives the core, carried out once whatever becomes of the way there. */
export function useSending(): Sending {
  const { t } = useText()
  const { whenOpen } = useBridge()
  const say = useNotice((state) => state.say)
  const [ids] = useState(() => new Map<string, string>())
  return {
    sent: (ask, waiting = t('intake.savingLater')) => untilAnswered({ isWeather, whenOpen }, ask, () => say(waiting)),
    idFor: (intent) => {
      const id = ids.get(intent) ?? crypto.randomUUID()
      ids.set(intent, id)
      return id
    },
    settled: (intent) => void ids.delete(intent),
  }
}
