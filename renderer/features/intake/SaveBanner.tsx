import { useText } from '../../text/context.tsx'
import { Icon } from '../../ui/icons.tsx'
import { useDraft, useIntakeState } from './context.tsx'
import { isBlank } from './draft.ts'
import classes from './SaveBanner.module.css'

/** What became of the last press of 保存, seen beside the caller and said by screen readers. Nothing moves when it comes. */
export function SaveBanner() {
  const line = useLine()
  return (
    <div className={classes['banner']} role="status">
      {line && (
        <div className={classes['line']} data-tone={line.tone}>
          <Icon name={line.tone === 'good' ? 'check' : line.tone === 'bad' ? 'alert' : 'link'} />
          <b>{line.words}</b>
          {line.more !== undefined && <span>{line.more}</span>}
        </div>
      )}
    </div>
  )
}

interface Line {
  readonly tone: 'good' | 'bad' | 'wait'
  readonly words: string
  readonly more?: string
}

function useLine(): Line | null {
  const { t, naming } = useText()
  const saving = useIntakeState((state) => state.saving)
  const faults = useIntakeState((state) => state.faults)
  const parked = useIntakeState((state) => state.parked)
  const last = useIntakeState((state) => state.saved[0])
  const blank = useDraft(isBlank)
  if (saving === 'later') return { tone: 'wait', words: t('intake.saving'), more: t('intake.savingLater') }
  if (faults['form']) return { tone: 'bad', words: t('intake.refused'), more: naming.refusal(faults['form']) }
  if (Object.keys(faults).length > 0) return { tone: 'bad', words: t('intake.refused') }
  if (parked) return { tone: 'wait', words: t('intake.parked') }
  // Once the next call is being typed, 已保存 would look like a word about it.
  if (last === undefined || !blank) return null
  const [lost] = last.unrecorded
  if (lost !== undefined) {
    const more = t('intake.unrecorded', { n: last.unrecorded.length, why: naming.refusal(lost) })
    return { tone: 'bad', words: t('intake.savedNumber', { number: last.number }), more }
  }
  return {
    tone: 'good',
    words: t('intake.savedNumber', { number: last.number }),
    more: t('intake.savedNext'),
  }
}
