import { useLayoutEffect, useRef } from 'react'
import { capsOf, type Keymap } from '../../app/keys.ts'
import { useText } from '../../text/context.tsx'
import { cx } from '../../ui/cx.ts'
import { Dot } from '../../ui/Dot.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import type { Answer, AnswerGroup, CaseAnswer, CustomerAnswer, WordsAnswer } from './answers.ts'
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
  // A list box without anything to choose is none.
  if (groups.length === 0)
    return (
      <p id="palette-answers" role="status" className={cx(classes['list'], classes['none'])}>
        {t('palette.none')}
      </p>
    )
  return (
    <div ref={list} id="palette-answers" role="listbox" aria-label={t('palette.answers')} className={classes['list']}>
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
              {answer.kind === 'case' && <CaseLine {...answer} />}
              {answer.kind === 'customer' && <CustomerLine {...answer} />}
              {answer.kind === 'words' && <WordsLine {...answer} />}
              {answer.kind === 'command' && (
                <>
                  <span className={classes['label']}>{answer.label}</span>
                  {answer.place && <span className={classes['status']}>{t(`keySheet.${answer.place}`)}</span>}
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

function CustomerLine({ name, phoneMasked }: CustomerAnswer) {
  const { t } = useText()
  return (
    <>
      <span className={classes['label']}>
        {name}
        <span className={classes['more']}>{phoneMasked}</span>
      </span>
      <span className={classes['status']}>{t('palette.allCases')}</span>
    </>
  )
}

function WordsLine({ entry }: WordsAnswer) {
  const { t } = useText()
  return (
    <>
      <span className={classes['label']}>{entry.title}</span>
      <span className={classes['status']}>{t(`command.library.kind.${entry.kind}`)}</span>
    </>
  )
}
