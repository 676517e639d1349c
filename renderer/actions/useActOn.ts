import { useRef, useState } from 'react'
import type { Case } from '../../shared/case/model.ts'
import type { ExecuteResponse } from '../../shared/contract/console.ts'
import type { Refusal } from '../../shared/kernel/result.ts'
import type { Signal } from '../../shared/sla/signal.ts'
import { useBridge } from '../app/console.tsx'
import { isWeather } from '../bridge.ts'
import { numberOf, useCaseView } from '../state/caseView.ts'
import { asRefusal, sendUntilAnswered } from '../state/execute.ts'
import { useNotice } from '../state/notice.ts'
import type { Entry } from '../state/record.ts'
import type { Subject } from '../state/view.ts'
import { useText } from '../text/context.tsx'
import { type Preview, useBulk } from './useBulk.ts'

export interface ActFormProps {
  readonly subject: Subject
  readonly onDone: () => void
}

export interface ActOn {
  /** The case as it stands; `null` while it is not saved or not here yet. */
  readonly theCase: Case | null
  readonly number: string | null
  readonly signals: readonly Signal[]
  /** How many cases it is asked of. */
  readonly count: number
  /** What would become of each of several cases, told before anything is done. */
  readonly preview: Preview | null
  /** The record of the case, newest last. */
  readonly record: readonly Entry[]
  readonly busy: boolean
  readonly refusal: Refusal | null
  /** Gives the command, saving the call first where there is no case yet. `done` says what it came to. */
  readonly give: (command: { readonly type: string }, done: (number: string) => string) => Promise<void>
}

/** What every act needs: the case, and the way to give a command about it exactly once. */
export function useActOn({ subject, onDone }: ActFormProps): ActOn {
  const bridge = useBridge()
  const { view, id } = useCaseView(subject.caseId)
  const own = id === subject.caseId ? view : null
  const theCase = own?.theCase ?? null
  const send = useSend(subject)
  const bulk = useBulk(subject)
  const say = useNotice((state) => state.say)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const give: ActOn['give'] = async (command, done) => {
    if (busy) return
    setBusy(true)
    setRefusal(null)
    try {
      if (subject.also.length > 0) return (await bulk.give(command)) ? onDone() : undefined
      const answer = await send(bridge, command)
      if ('tag' in answer) return setRefusal(answer)
      say(
        done(answer.number),
        answer.undo && { items: [{ case: answer.case, of: answer.undo.of }], untilMs: answer.undo.untilMs },
      )
      onDone()
    } catch (fault) {
      // A bug in the core: what was typed stays, the panel is free again, and whoever collects faults keeps this one.
      setRefusal({ tag: 'core.fault' })
      throw fault
    } finally {
      setBusy(false)
    }
  }
  const number = theCase === null ? null : numberOf(theCase)
  return {
    ...{ theCase, number, busy, refusal, give },
    signals: theCase?.signals ?? subject.signals(),
    count: subject.also.length + 1,
    preview: bulk.preview,
    record: own?.record ?? [],
  }
}

type Bridge = ReturnType<typeof useBridge>
type Saved = Extract<ExecuteResponse, { saved: true }>

/** A refused try is another intent: its next try has an id of its own; one without an answer keeps its id. */
function useSend(subject: Subject) {
  const { t } = useText()
  const say = useNotice((state) => state.say)
  const commandId = useRef(crypto.randomUUID())
  return async (bridge: Bridge, command: { readonly type: string }): Promise<Refusal | Saved> => {
    const id = subject.caseId ?? (await subject.settle())
    if (id === null) return { tag: 'act.form_first' }
    const answer = await sendUntilAnswered(
      {
        execute: (request) => bridge.client.cases.execute(request),
        isWeather,
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
