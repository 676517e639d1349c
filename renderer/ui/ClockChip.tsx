import { useLayoutEffect, useRef } from 'react'
import { clockLevel, clockText, remainingMs, type ShownClock, shareLeft } from '../state/clock.ts'
import { ticker } from '../state/now.ts'
import { useText } from '../text/context.tsx'
import type { ChipWords } from '../text/names.ts'
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
  const { t, naming } = useText()
  const root = useRef<HTMLSpanElement>(null)
  const time = useRef<HTMLSpanElement>(null)
  const words = useRef<HTMLSpanElement>(null)
  const arc = useRef<SVGPathElement>(null)
  const { chip } = naming

  useLayoutEffect(() => {
    const write = (nowMs: number) => {
      const level = clockLevel(clock, nowMs)
      writeText(time.current, chipText(clock, nowMs, chip))
      writeText(words.current, chip.level[level])
      if (root.current && root.current.dataset['level'] !== level) root.current.dataset['level'] = level
      if (level !== 'done') writeArc(arc.current, shareLeft(clock, nowMs))
    }
    if (mode === 'ticking' && clock.state === 'running') return ticker.subscribe(write)
    write(clock.dueAtMs - (clock.heldMs ?? clock.wholeMs))
    return undefined
  }, [clock, mode, chip])

  return (
    <span
      className={classes['chip']}
      ref={root}
      role="timer"
      aria-label={t('clock.countdown', { name: naming.name('clock.names', clock.clock) })}
    >
      <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
        <g className={classes['arc']}>
          <circle className={classes['track']} cx="7" cy="7" r="5" />
          <path className={classes['left']} d="M7 2a5 5 0 1 1 0 10a5 5 0 1 1 0-10" ref={arc} />
        </g>
        <path className={classes['triangle']} d="M7 2 12.6 12H1.4zM7 6v2.7M7 10.3v.1" />
        <path className={classes['bars']} d="M5 3.5v7M9 3.5v7" />
        <path className={classes['tick']} d="m3 7.5 2.7 2.7L11 4.5" />
      </svg>
      <span ref={time} />
      <span ref={words} className="sr" />
    </span>
  )
}

function chipText(clock: ShownClock, nowMs: number, words: ChipWords): string {
  if (clock.state === 'met' || clock.state === 'stopped') return words[clock.state]
  return clockText(remainingMs(clock, nowMs), words)
}

/** Tenths of a pixel are all an eye can see of so small an arc, and most seconds change less. */
function writeArc(arc: SVGPathElement | null, share: number): void {
  const dashes = `${(share * round).toFixed(1)} ${round.toFixed(1)}`
  if (arc !== null && arc.getAttribute('stroke-dasharray') !== dashes) arc.setAttribute('stroke-dasharray', dashes)
}
