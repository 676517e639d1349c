import { useMemo } from 'react'
import { choosePhrases, mayAdvance, type RankedPhrase } from '../../../../shared/assist/choose-phrases.ts'
import type { Stage } from '../../../../shared/assist/phrase.ts'
import { type Lang, langs } from '../../../../shared/assist/record.ts'
import { ok, type Result } from '../../../../shared/kernel/result.ts'
import { wholeNowMs } from '../../../state/now.ts'
import { useZone } from '../../../state/session.ts'
import { useText } from '../../../text/context.tsx'
import { dayOf } from '../../../text/when.ts'
import { useDraft } from '../context.tsx'
import { useHistory } from '../history.ts'
import { useMood, useReading } from '../reading.tsx'
import { useTemplate } from '../useTemplate.ts'
import { useCulture } from './useCulture.ts'

/** Stages the panel walks through in the call. */
export const walked = ['listen', 'empathise', 'resolve', 'close'] as const satisfies readonly Stage[]
/** As many as have a digit. */
const most = 9

/** The customer's language where the product speaks it, else the console's. */
function useSpoken(): Lang {
  const { language } = useText()
  const { customer } = useHistory()
  return langs.find((lang) => lang === customer?.language) ?? (language as Lang)
}

/** Whether the call may go on to a stage: an angry customer hears a buffer phrase first. Source: CALL-5. */
export function useMayAdvance(): (stage: Stage) => Result<Stage> {
  const mood = useMood()
  const { situations } = useReading()
  const said = useDraft((draft) => draft.said)
  // Nothing is arranged with somebody who may harm themselves, and nothing may stand in the way of helping.
  if (situations.some(({ situation }) => situation === 'self_harm')) return ok
  return (stage) => mayAdvance(stage, mood, said)
}

/** The phrases for this moment of the call, best first; those that can be said at once before those with a place to fill. Source: CALL-4. */
export function usePhrases(values: Readonly<Record<string, string>>): readonly RankedPhrase[] {
  const { pack, situations } = useReading()
  const zone = useZone()
  const mood = useMood()
  const lang = useSpoken()
  const scenario = useTemplate()?.scenario
  const culture = useCulture()?.id
  const stage = useDraft((draft) => draft.stage)
  const said = useDraft((draft) => draft.said)
  return useMemo(() => {
    if (pack === null) return []
    const ask = {
      stage,
      emotion: mood,
      lang,
      ...(scenario === undefined ? {} : { scenario }),
      ...(culture === undefined ? {} : { culture }),
      situations: situations.map(({ situation }) => situation),
      said: said.map(({ phraseId }) => phraseId),
      on: dayOf(wholeNowMs(), zone),
    }
    const gaps = ({ phrase }: RankedPhrase) => Number(phrase.slots.some((name) => !Object.hasOwn(values, name)))
    // While one is due, buffer phrases come before whatever else fits.
    const bufferDue = !mayAdvance('resolve', mood, said).ok
    const late = ({ phrase }: RankedPhrase) => Number(bufferDue && !phrase.buffer)
    const rank = (one: RankedPhrase) => Number(one.said) * 4 + late(one) * 2 + gaps(one)
    return choosePhrases(ask, pack.phrases)
      .sort((a, b) => rank(a) - rank(b))
      .slice(0, most)
  }, [values, pack, stage, mood, lang, scenario, culture, situations, said, zone])
}
