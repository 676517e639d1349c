import { useState } from 'react'
import type { Refusal } from '../../../shared/kernel/result.ts'
import { useBridge } from '../../app/console.tsx'
import { asRefusal } from '../../state/execute.ts'
import { useRevealed } from '../../state/revealed.ts'
import { picked } from './fields.ts'
import type { Values } from './types.ts'

/** Asks for one covered field; what comes back stands on the screen for half a minute and nowhere else. Source: CASE-5. */
export function useReveal(caseId: string | null, onDone: () => void) {
  const bridge = useBridge()
  const show = useRevealed((state) => state.show)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  return {
    refusal,
    show: async (values: Values) => {
      if (caseId === null) return
      const field = values['covered'] ?? ''
      const reason = { code: values['reason'] ?? '', ...picked(values, { text: 'words' }) }
      const answer = await bridge.client.cases.reveal({ commandId: crypto.randomUUID(), case: caseId, field, reason })
      if (!answer.shown) return setRefusal(answer.refusals.map(asRefusal)[0] ?? null)
      show(caseId, field, answer.value)
      onDone()
    },
  }
}
