import { useState } from 'react'
import type { ExecuteResponse, RefusedEntry } from '../../../shared/contract/console.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import type { Bridge } from '../../bridge.ts'
import { useSending } from '../../state/sending.ts'

type Done = 'redone' | 'kept' | 'copied' | 'gone' | 'settled'

/** What a person does about something that came back; each answers why not, or `null`. */
export interface Answering {
  /** What was done last, for those who listen instead of looking. */
  readonly said: Done | null
  readonly redo: (entry: RefusedEntry) => Promise<Refusal | null>
  readonly keepAsNote: (entry: RefusedEntry, lead: string) => Promise<Refusal | null>
  readonly copy: (text: string) => Promise<void>
  readonly letGo: (entry: RefusedEntry) => Promise<Refusal | null>
  /** Lets one value of a field hold; with `lead` what is not picked is kept as a note. */
  readonly settle: (picked: Picked, lead?: string) => Promise<Refusal | null>
}

/** One side of two changes made apart. */
export interface Picked {
  readonly case: string
  readonly field: string
  readonly pick: string
}

const faultOf = (answer: ExecuteResponse): Refusal | null =>
  answer.saved ? null : { tag: answer.refusals[0]?.tag ?? 'core.fault' }

export function useAnswering({ client }: Bridge, changed: () => unknown): Answering {
  const { sent, idFor } = useSending()
  const [said, setSaid] = useState<Done | null>(null)
  const ending = (done: Done, fault: Refusal | null): Refusal | null => {
    if (fault === null) setSaid(done)
    changed()
    return fault
  }
  return {
    said,
    redo: async ({ event }) =>
      ending('redone', faultOf(await sent(() => client.refused.redo({ event, commandId: idFor(`redo ${event}`) })))),
    keepAsNote: async ({ event }, lead) => {
      const note = { event, lead, commandId: idFor(`note ${event}`) }
      return ending('kept', faultOf(await sent(() => client.refused.keepAsNote(note))))
    },
    copy: async (text) => {
      await navigator.clipboard.writeText(text)
      ending('copied', null)
    },
    letGo: async ({ event }) => {
      await sent(() => client.refused.letGo({ event }))
      return ending('gone', null)
    },
    settle: async (picked, lead) => {
      const intent = `settle ${picked.case} ${picked.field} ${picked.pick}`
      const note = lead === undefined ? {} : { note: { lead, commandId: idFor(`${intent} note`) } }
      const settling = { ...picked, ...note, commandId: idFor(intent) }
      const answer = await sent(() => client.refused.settle(settling))
      return ending(lead === undefined ? 'settled' : 'kept', faultOf(answer))
    },
  }
}

/** Carries out an answer and keeps why it was not taken; what nobody foresaw is said too, and kept for those who mend it. */
export function useRun() {
  const [fault, setFault] = useState<Refusal | null>(null)
  const run = (work: Promise<Refusal | null>) =>
    void work.then(setFault, (thrown: unknown) => {
      setFault({ tag: 'core.fault' })
      reportError(thrown)
    })
  return { fault, run }
}
