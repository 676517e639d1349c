import { useRef, useState } from 'react'
import { fillSlots } from '../../../shared/assist/fill-slots.ts'
import type { Refusal } from '../../../shared/kernel/result.ts'
import { type Uttered, useTalk } from '../../app/talk.ts'
import { useAssist } from '../../state/assist.ts'
import { useNotice } from '../../state/notice.ts'
import type { WordsEntry } from '../../state/words.ts'
import { useText } from '../../text/context.tsx'

/** What can be done with the entry under the cursor. */
export interface Using {
  /** Blanks of its words, with what is known or typed for each. */
  readonly values: Readonly<Record<string, string>>
  readonly missing: readonly string[]
  readonly fill: (name: string, value: string) => void
  readonly fault: Refusal | null
  readonly say: () => Promise<void>
  readonly send: () => Promise<void>
  readonly judge: (helped: boolean, text: string | null) => Promise<boolean>
}

const slotsOf = (entry: WordsEntry | undefined): readonly string[] =>
  entry === undefined || entry.kind === 'guide' ? [] : entry.item.slots

/** Says, sends and judges: on the record of the call or case it is for, and on the clipboard. */
export function useUsing(entry: WordsEntry | undefined): Using {
  const { t, naming } = useText()
  const pack = useAssist()
  const talk = useTalk()
  const notice = useNotice((state) => state.say)
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const [fault, setFault] = useState<Refusal | null>(null)
  const of = useRef(entry?.id)
  if (of.current !== entry?.id) {
    of.current = entry?.id
    setFault(null)
  }
  const values = { ...talk?.known, ...typed }
  const missing = slotsOf(entry).filter((name) => !Object.hasOwn(talk?.known ?? {}, name))
  const utter = async (text: string, slots: readonly string[], uttered: (text: string) => Uttered, done: string) => {
    const ready = fillSlots({ text, slots: [...slots] }, values, pack?.slots ?? [])
    const [open] = ready.ok ? [] : ready.error
    setFault(open ?? null)
    if (!ready.ok) return
    await navigator.clipboard.writeText(ready.value.text)
    const refusal = (await talk?.put(uttered(ready.value.text))) ?? null
    setFault(refusal)
    if (refusal === null) notice(talk === null ? t('library.copied') : done)
  }
  return {
    values,
    missing,
    fault,
    fill: (name, value) => {
      setTyped({ ...typed, [name]: value })
      setFault(null)
    },
    say: async () => {
      if (entry?.kind !== 'phrase') return
      const { id: phraseId, stage, buffer, text, slots } = entry.item
      await utter(text, slots, (said) => ({ type: 'say', phraseId, stage, buffer, text: said }), t('library.said'))
    },
    send: async () => {
      if (entry?.kind !== 'article') return
      const { id: article, sendable, slots } = entry.item
      await utter(sendable, slots, (text) => ({ type: 'send', article, text }), t('library.sent'))
    },
    judge: async (helped, text) => {
      if (entry === undefined) return false
      const refusal = talk === null ? null : await talk.put({ type: 'judge', words: entry.id, helped, text })
      const done = helped ? t('library.thanks') : t('library.told')
      notice(talk === null ? t('library.needsCase') : refusal === null ? done : naming.refusal(refusal))
      return talk !== null && refusal === null
    },
  }
}
