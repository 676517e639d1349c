import { useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type ClockLevel,
  type ClockWords,
  clockLevel,
  clockText,
  remainingMs,
  type ShownClock,
  shareLeft,
} from '../state/clock.ts'
import { ticker } from '../state/now.ts'
import { useNaming } from '../text/names.ts'
import classes from './ClockChip.module.css'
import { writeText } from './writeText.ts'

interface ClockChipProps {
  readonly clock: ShownClock
  /** `still` shows the time without counting: a preview of a clock that has not started. */
  readonly mode?: 'ticking' | 'still'
}

const round = 2 * Math.PI * 5

/**
 * Share left as an arc, time left as text, and its urgency in words for those who see neither colour nor arc.
 * After the first paint only text, arc and level are written, straight to their nodes, once a second.
 */
export function ClockChip({ clock, mode = 'ticking' }: ClockChipProps) {
  const { t } = useTranslation()
  const name = useNaming().name('clock.names', clock.clock)
  const root = useRef<HTMLSpanElement>(null)
  const time = useRef<HTMLSpanElement>(null)
  const words = useRef<HTMLSpanElement>(null)
  const arc = useRef<SVGCircleElement>(null)

  useLayoutEffect(() => {
    const clockWords: ClockWords = {
      hours: t('clock.hours', { h: '{{h}}', m: '{{m}}' }),
      late: t('clock.late', { time: '{{time}}' }),
    }
    const levelWords = (level: ClockLevel) => t(`clock.level.${level}`)
    const write = (nowMs: number) => {
      const level = clockLevel(clock, nowMs)
      writeText(
        time.current,
        level === 'done'
          ? t(`clock.end.${clock.state === 'met' ? 'met' : 'stopped'}`)
          : clockText(remainingMs(clock, nowMs), clockWords),
      )
      writeText(words.current, levelWords(level))
      if (root.current && root.current.dataset['level'] !== level) root.current.dataset['level'] = level
      arc.current?.setAttribute(
        'stroke-dasharray',
        `${(shareLeft(clock, nowMs) * round).toFixed(1)} ${round.toFixed(1)}`,
      )
    }
    if (mode === 'ticking' && clock.state === 'running') return ticker.subscribe(write)
    write(clock.dueAtMs - (clock.heldMs ?? clock.wholeMs))
    return undefined
  }, [clock, mode, t])

  return (
    <span className={classes['chip']} ref={root} role="timer" aria-label={t('clock.countdown', { name })}>
      <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
        <g className={classes['arc']}>
          <circle className={classes['track']} cx="7" cy="7" r="5" />
          <circle className={classes['left']} cx="7" cy="7" r="5" transform="rotate(-90 7 7)" ref={arc} />
        </g>
        <path className={classes['triangle']} d="M7 2 12.6 12H1.4zM7 6v2.700M7 10.300v.1" />
        <path className={classes['bars']} d="M5 3.500v7M9 3.500v7" />
        <path className={classes['tick']} d="m3 7.5 2.7 2.700L11 4.5" />
      </svg>
      <span ref={time} />
      <span ref={words} className="sr" />
    </span>
  )
}
