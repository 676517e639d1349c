import { useMemo } from 'react'
import type { Lang } from '../../../shared/assist/record.ts'
import { formatReading, readWhen } from '../../../shared/intake/when.ts'
import { wholeNowMs } from '../../state/now.ts'
import { useZone } from '../../state/session.ts'
import { useText } from '../../text/context.tsx'
import { Icon } from '../../ui/icons.tsx'
import type { IntakeDraft } from './draft.ts'
import { TextLine } from './TextLine.tsx'
import { useSettledText } from './useSettled.ts'

/** When it happened, as people say it, with the minute it is read as beside it, or what is not clear yet. Source: CALL-3. */
const whenOf = ({ when }: IntakeDraft): string => when

export function WhenField() {
  const { t, naming, language } = useText()
  const zone = useZone()
  const typed = useSettledText(whenOf)
  const read = useMemo(
    () => (typed.trim() === '' ? null : readWhen(typed, { nowMs: wholeNowMs(), zone, locale: language as Lang })),
    [typed, zone, language],
  )
  return (
    <TextLine
      name="when"
      label={t('intake.when')}
      placeholder={t('intake.whenHint')}
      trailing={
        read?.ok && (
          <>
            {formatReading(read.value.reading, language as Lang)}
            <Icon name="check" size={14} />
          </>
        )
      }
      note={read === null || read.ok ? undefined : naming.refusal(read.error)}
    />
  )
}
