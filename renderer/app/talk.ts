import { useMemo } from 'react'
import type { Stage } from '../../shared/assist/phrase.ts'
import type { CaseCommandInput } from '../../shared/case/commands.ts'
import type { Refusal } from '../../shared/kernel/result.ts'
import { type Bridge, isWeather } from '../bridge.ts'
import { useDraft, useIntake } from '../features/intake/context.tsx'
import { type IntakeDraft, isBlank } from '../features/intake/draft.ts'
import type { Intake } from '../features/intake/store.ts'
import { numberOf, useCaseView } from '../state/caseView.ts'
import { asRefusal, sendUntilAnswered } from '../state/execute.ts'
import { timeKeeper } from '../state/now.ts'
import { useSession } from '../state/session.ts'
import { useView } from '../state/view.ts'
import { useBridge } from './console.tsx'

/** What is done with prepared words. */
export type Uttered =
  | {
      readonly type: 'say'
      readonly phraseId: string
      readonly stage: Stage
      readonly buffer: boolean
      readonly text: string
    }
  | { readonly type: 'send'; readonly article: string; readonly text: string }
  | { readonly type: 'judge'; readonly words: string; readonly helped: boolean; readonly text: string | null }

/** The call or the case that prepared words are taken for. */
export interface Talk {
  /** Number of the case; `null` = the call on screen. */
  readonly number: string | null
  /** What is known for the blanks of the words. */
  readonly known: Readonly<Record<string, string>>
  /** Puts it on the record; answers why not. */
  readonly put: (uttered: Uttered) => Promise<Refusal | null>
}

type Names = Readonly<Record<string, string | undefined>>
const filled = (names: Names): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(names).filter((one): one is [string, string] => Boolean(one[1])))

/** What the library is browsed for: the case it was opened from, else the call on screen; `null` = neither. */
export function useTalk(): Talk | null {
  const call = useCallTalk()
  const ofCase = useCaseTalk(useView((state) => state.aboutId))
  return ofCase ?? call
}

function useOwnNames(): Names {
  const me = useSession((state) => state.session?.actor?.name)
  const company = useSession((state) => state.session?.org?.name)
  return useMemo(() => ({ agent: me, owner: me, company }), [me, company])
}

function useCallTalk(): Talk | null {
  const intake = useIntake()
  const own = useOwnNames()
  const blank = useDraft(isBlank)
  const name = useDraft((draft) => draft.name.trim())
  const product = useDraft((draft) => draft.product.trim())
  return useMemo(
    () =>
      blank
        ? null
        : {
            number: null,
            known: filled({ ...own, name, product }),
            put: async (uttered) => {
              intake.setFields(withUttered(intake, uttered))
              return null
            },
          },
    [intake, own, blank, name, product],
  )
}

/** The draft keeps it until the call is saved; then each becomes a command of its own id. */
function withUttered(intake: Intake, uttered: Uttered): Partial<IntakeDraft> {
  const { said, handed, judged } = intake.active()
  const id = crypto.randomUUID()
  switch (uttered.type) {
    case 'say': {
      const { type: _type, ...line } = uttered
      return { said: [...said, { id, ...line, atMs: timeKeeper.nowMs() }] }
    }
    case 'send': {
      const { type: _type, ...line } = uttered
      return { handed: [...handed, { id, ...line }] }
    }
    case 'judge': {
      const { type: _type, ...line } = uttered
      return { judged: [...judged, { id, ...line }] }
    }
  }
}

function useCaseTalk(id: string | null): Talk | null {
  const bridge = useBridge()
  const own = useOwnNames()
  const asked = useCaseView(id)
  const theCase = id !== null && asked.id === id ? (asked.view?.theCase ?? null) : null
  return useMemo(() => {
    if (theCase === null) return null
    const { customer, issue, id: caseId } = theCase
    const number = numberOf(theCase)
    const way = customer?.preferredContact === 'phone' ? 'sms' : (customer?.preferredContact ?? 'sms')
    return {
      number,
      known: filled({ ...own, name: customer?.name, product: issue.product, case: number }),
      put: (uttered) => give(bridge, caseId, commandOf(uttered, way)),
    }
  }, [bridge, own, theCase])
}

type Way = Extract<CaseCommandInput, { type: 'logCommunication' }>['way']

function commandOf(uttered: Uttered, way: Way): CaseCommandInput {
  switch (uttered.type) {
    case 'say': {
      const { phraseId, stage, text } = uttered
      return { type: 'say', phraseId, stage, text }
    }
    case 'send':
      return { type: 'logCommunication', way, direction: 'out', purpose: 'other', text: uttered.text }
    case 'judge': {
      const { words, helped, text } = uttered
      return { type: 'judgeWords', words, helped, ...(text === null ? {} : { text }) }
    }
  }
}

async function give(bridge: Bridge, caseId: string, command: CaseCommandInput): Promise<Refusal | null> {
  const answer = await sendUntilAnswered(
    {
      execute: (request) => bridge.client.cases.execute(request),
      isWeather,
      whenOpen: bridge.whenOpen,
    },
    { commandId: crypto.randomUUID(), case: caseId, command: { ...command } },
    () => undefined,
  )
  return answer.saved ? null : (answer.refusals.map(asRefusal)[0] ?? { tag: 'core.fault' })
}
