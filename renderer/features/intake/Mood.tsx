import { useId } from 'react'
import { defaultBufferRule } from '../../../shared/assist/choose-phrases.ts'
import { useText } from '../../text/context.tsx'
import { useIntake } from './context.tsx'
import classes from './Mood.module.css'
import { useMood } from './reading.tsx'

const tenseFrom = 30

/** The customer's mood, 0 calm … 100 furious: scored from the words until the agent rates it. Source: CLS-5. */
export function Mood() {
  const { t } = useText()
  const intake = useIntake()
  const id = useId()
  const mood = useMood()
  const level = mood >= defaultBufferRule.fromEmotion ? 'angry' : mood >= tenseFrom ? 'tense' : 'calm'
  return (
    <span className={classes['mood']} data-level={level}>
      <label htmlFor={id}>{t('intake.mood')}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={5}
        value={mood}
        aria-valuetext={`${mood} ${t(`intake.moodLevel.${level}`)}`}
        onChange={(event) => intake.setFields({ emotion: Number(event.currentTarget.value) })}
      />
      <b>{mood}</b>
      <span>{t(`intake.moodLevel.${level}`)}</span>
    </span>
  )
}
