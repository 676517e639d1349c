import { useState } from 'react'
import type { JudgeResponse } from '../../shared/contract/work.ts'
import { useBridge } from '../app/console.tsx'
import { type Undo, useNotice } from '../state/notice.ts'
import { useSending } from '../state/sending.ts'
import type { Subject } from '../state/view.ts'
import { useText } from '../text/context.tsx'

export type Preview = JudgeResponse['answers']

/**
 * One command for many cases: the first time it is given it is only judged and the answer shown; given again unchanged, it is
 * carried out on those that would take it. Source: SUP-3, issue F "bulk commands with preview and undo".
 */
export function useBulk(subject: Subject) {
  const bridge = useBridge()
  const { t } = useText()
  const say = useNotice((state) => state.say)
  const [judged, setJudged] = useState<{ readonly of: string; readonly answers: Preview } | null>(null)
  const { sent, idFor } = useSending()
  /** The same case and the same words are the same intent. */
  const itemsFor = (command: { readonly type: string }, cases: readonly string[]) =>
    cases.map((id) => ({
      commandId: idFor(`${id} ${JSON.stringify(command)}`),
      case: id,
      command: { ...command },
    }))
  const give = async (command: { readonly type: string }): Promise<boolean> => {
    const of = JSON.stringify(command)
    const cases = [...(subject.caseId === null ? [] : [subject.caseId]), ...subject.also]
    if (judged?.of !== of) {
      const judge = () => bridge.client.cases.judge({ items: itemsFor(command, cases) })
      const { answers } = await sent(judge, t('sync.unreachable'))
      setJudged({ of, answers })
      return false
    }
    const willing = judged.answers.filter(({ refusals }) => refusals.length === 0).map((answer) => answer.case)
    if (willing.length === 0) return false
    const execute = () => bridge.client.cases.executeAll({ items: itemsFor(command, willing) })
    const { answers } = await sent(execute)
    const done = answers.filter((answer) => answer.saved)
    const words =
      done.length === cases.length
        ? t('bulk.done', { n: done.length })
        : t('bulk.partly', { n: done.length, m: cases.length - done.length })
    say(words, undoOf(done))
    return true
  }
  return { preview: judged?.answers ?? null, give }
}

type Saved = { readonly case: string; readonly undo?: { readonly of: string; readonly untilMs: number } | undefined }

/** All of them can be taken back together, as long as the first of them can. */
function undoOf(done: readonly Saved[]): Undo | null {
  const items = done.flatMap(({ case: id, undo }) => (undo === undefined ? [] : [{ case: id, of: undo.of }]))
  const untilMs = Math.min(...done.flatMap(({ undo }) => (undo === undefined ? [] : [undo.untilMs])))
  return items.length === 0 ? null : { items, untilMs }
}
