import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Case } from '../../shared/case/model.ts'
import type { Refusal } from '../../shared/kernel/result.ts'
import type { Signal } from '../../shared/sla/signal.ts'
import { useBridge } from '../app/console.tsx'
import { CoreUnreachable } from '../bridge.ts'
import { asRefusal, sendUntilAnswered } from '../state/execute.ts'
import { useNotice } from '../state/notice.ts'
import type { Subject } from '../state/view.ts'
import { useText } from '../text/context.tsx'

export interface ActFormProps {
  readonly subject: Subject
  readonly onDone: () => void
}

export interface ActOn {
  /** The case as it stands; `null` while it is not saved or not here yet. */
  readonly theCase: Case | null
  readonly number: string | null
  readonly signals: readonly Signal[]
  readonly busy: boolean
  readonly refusal: Refusal | null
  /** Gives the command, saving the call first where there is no case yet. `done` says what it came to. */
  readonly give: (command: { readonly type: string }, done: (number: string) => string) => Promise<void>
}

/** What every act needs: the case, and the way to give a command about it exactly once. */
export function useActOn({ subject, onDone }: ActFormProps): ActOn {
  const bridge = useBridge()
  const theCase = useCase(subject.caseId)
  const send = useSend(subject)
  const say = useNotice((state) => state.say)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const give: ActOn['give'] = async (command, done) => {
    if (busy) return
    setBusy(true)
    setRefusal(null)
    try {
      const answer = await send(bridge, command)
      if ('tag' in answer) return setRefusal(answer)
      say(done(answer.number))
      onDone()
    } finally {
      setBusy(false)
    }
  }
  const number = theCase === null ? null : (theCase.number.official ?? theCase.number.provisional)
  return { theCase, number, signals: theCase?.signals ?? subject.signals(), busy, refusal, give }
}

function useCase(caseId: string | null): Case | null {
  const bridge = useBridge()
  const { data } = useQuery({
    queryKey: ['cases', 'one', caseId],
    enabled: caseId !== null,
    queryFn: ({ signal }) => bridge.client.cases.get({ id: caseId ?? '' }, { signal }),
  })
  // The wire carries the kernel's own case as JSON.
  return data ? (data.case as unknown as Case) : null
}

type Bridge = ReturnType<typeof useBridge>

/** A refused try is another intent: its next try has an id of its own; one without an answer keeps its id. */
function useSend(subject: Subject) {
  const { t } = useText()
  const say = useNotice((state) => state.say)
  const commandId = useRef(crypto.randomUUID())
  return async (bridge: Bridge, command: { readonly type: string }): Promise<Refusal | { readonly number: string }> => {
    const id = subject.caseId ?? (await subject.settle())
    if (id === null) return { tag: 'act.form_first' }
    const answer = await sendUntilAnswered(
      {
        execute: (request) => bridge.client.cases.execute(request),
        isWeather: (fault) => fault instanceof CoreUnreachable,
        whenOpen: bridge.whenOpen,
      },
      { commandId: commandId.current, case: id, command: { ...command } },
      () => say(t('intake.savingLater')),
    )
    if (answer.saved) return answer
    commandId.current = crypto.randomUUID()
    return answer.refusals.map(asRefusal)[0] ?? { tag: 'core.fault' }
  }
}
