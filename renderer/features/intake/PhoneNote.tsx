import { useDeferredValue } from 'react'
import { useText } from '../../text/context.tsx'
import { Dot } from '../../ui/Dot.tsx'
import { useDraft } from './context.tsx'
import { readNumber } from './number.ts'

/** What the number is read as, so that a slip is seen at once; before there is one, how it may be written. */
export function PhoneNote() {
  const { t } = useText()
  const typed = useDeferredValue(useDraft((draft) => draft.phone))
  const read = readNumber(typed)
  if (!read.ok) return <span>{t('intake.phoneHint')}</span>
  const { kind, shown, stored } = read.value
  return (
    <span>
      {t(`intake.phoneKind.${kind}`)}
      {shown !== '' && (
        <>
          <Dot />
          {shown}
        </>
      )}
      {stored.length > 1 && (
        <>
          <Dot />
          {t('intake.phoneMore', { n: stored.length - 1 })}
        </>
      )}
    </span>
  )
}
