import { useLayoutEffect, useRef } from 'react'
import { capsOf, type Keymap } from '../../app/keys.ts'
import { useText } from '../../text/context.tsx'
import { Dot } from '../../ui/Dot.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import type { Answer, AnswerGroup, CaseAnswer } from './answers.ts'
import classes from './Palette.module.css'

export const answerId = (answer: Answer): string => `palette-${answer.kind}-${answer.id}`

interface AnswerListProps {
  readonly groups: readonly AnswerGroup[]
  readonly current: Answer | undefined
  readonly keymap: Keymap
  readonly onPick: (answer: Answer) => void
}

/** What was found, in groups. The field keeps the focus and points at the line Enter would take. */
export function AnswerList({ groups, current, keymap, onPick }: AnswerListProps) {
  const { t } = useText()
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  })
  return (
    <div ref={list} id="palette-answers" role="listbox" aria-label={t('palette.answers')} className={classes['list']}>
      {groups.length === 0 && <p className={classes['none']}>{t('palette.none')}</p>}
      {groups.map(({ name, answers }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a list box
        <div key={name} role="group" aria-label={t(`palette.group.${name}`)}>
          <div className={classes['group']} aria-hidden="true">
            {t(`palette.group.${name}`)}
          </div>
          {answers.map((answer) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field points at it by aria-activedescendant
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, which holds the focus
            <div
              key={answer.id}
              id={answerId(answer)}
              role="option"
              aria-selected={answer === current}
              className={classes['line']}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onPick(answer)}
            >
              {answer.kind === 'case' ? (
                <CaseLine {...answer} />
              ) : (
                <>
                  <span className={classes['label']}>{answer.label}</span>
                  <Keycap keys={capsOf(keymap[answer.id].keys[0] ?? '')} />
                </>
              )}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}

function CaseLine({ row }: CaseAnswer) {
  const { naming } = useText()
  return (
    <>
      <span className={classes['label']}>
        {row.symptom}
        <span className={classes['more']}>
          {[row.customerName, row.phoneMasked].filter(Boolean).join(' ')}
          <Dot />
          {row.number}
        </span>
      </span>
      <span className={classes['status']}>{naming.name('status', row.status)}</span>
    </>
  )
}
