import { useMemo } from 'react'
import { callBackRemarks } from '../../../shared/assist/culture.ts'
import type { Lang } from '../../../shared/assist/record.ts'
import { suggestPromiseTimes } from '../../../shared/intake/promise.ts'
import { findPromise } from '../../../shared/intake/time-in-words.ts'
import { wholeNowMs } from '../../state/now.ts'
import { useZone } from '../../state/session.ts'
import { useText } from '../../text/context.tsx'
import { localMoment } from '../../text/when.ts'
import { FieldRow } from '../../ui/FieldRow.tsx'
import { Keycap } from '../../ui/Keycap.tsx'
import { useDraftNow, useIntake, useIntakeState } from './context.tsx'
import { mostTyped, promiseOf } from './draft.ts'
import { useFault } from './faults.ts'
import classes from './IntakeForm.module.css'
import { usePreviewClocks } from './previewClocks.tsx'
import { useCulture } from './script/useCulture.ts'
import { Warnings } from './script/Warnings.tsx'
import { useSettledText } from './useSettled.ts'

const promiseFieldId = 'promise'
const mostOffered = 3

/** Times to promise in one key, soonest first. */
const offeredTimes = (nowMs: number, zone: string): readonly number[] =>
  suggestPromiseTimes(nowMs, zone)
    .slice(0, mostOffered)
    .map(({ atMs }) => atMs)

/** While the promise has the focus, Alt and a digit say one of the offered times; `null` = it has not, or there is no such time. */
export function offeredAt(
  digit: number,
  zone: string,
): { readonly atMs: number; readonly say: (words: string) => void } | null {
  const field = document.activeElement
  const atMs = offeredTimes(wholeNowMs(), zone)[digit - 1]
  if (!(field instanceof HTMLInputElement) || field.id !== promiseFieldId || atMs === undefined) return null
  return {
    atMs,
    say: (words) => {
      field.value = words
    },
  }
}

/** What the customer is told about the time. A sentence that names one becomes a clock; one that does not is asked for it. */
export function PromiseField() {
  const { t, naming } = useText()
  const intake = useIntake()
  const draft = useDraftNow()
  const busy = useIntakeState((state) => state.saving !== 'idle')
  const typed = useSettledText(promiseOf)
  const read = usePromiseRead(typed)
  return (
    <FieldRow
      id={promiseFieldId}
      label={t('intake.promise')}
      error={useFault('promise')}
      trailing={read?.ok && naming.due(read.value.atMs, wholeNowMs())}
      note={typed.trim() === '' ? undefined : <PromiseNote typed={typed} read={read} />}
    >
      {(field) => (
        <input
          {...field}
          type="text"
          autoComplete="off"
          maxLength={mostTyped}
          readOnly={busy}
          placeholder={t('intake.promiseHint')}
          aria-keyshortcuts="F7"
          defaultValue={draft.promise}
          onInput={(event) => intake.setFields({ promise: event.currentTarget.value })}
        />
      )}
    </FieldRow>
  )
}

type PromiseRead = ReturnType<typeof findPromise> | null

function usePromiseRead(typed: string): PromiseRead {
  const { language } = useText()
  const zone = useZone()
  return useMemo(
    () => (typed.trim() === '' ? null : findPromise(typed, { nowMs: wholeNowMs(), zone, locale: language as Lang })),
    [typed, zone, language],
  )
}

function PromiseNote({ typed, read }: { readonly typed: string; readonly read: PromiseRead }) {
  const { naming } = useText()
  const zone = useZone()
  const culture = useCulture()
  const quiet = read?.ok && culture ? callBackRemarks(culture, localMoment(read.value.atMs, zone)) : []
  return (
    <div className={classes['promiseNote']}>
      {read !== null && !read.ok && (
        <span className={classes['ask']}>
          {naming.refusal(read.error)}
          <OfferedTimes />
        </span>
      )}
      {read?.ok && <AfterResolve atMs={read.value.atMs} />}
      {quiet.map(({ id, why }) => (
        <span key={id} className={classes['ask']}>
          {why}
        </span>
      ))}
      <Warnings text={typed} but={read?.ok === false ? 'vague_promise' : null} />
    </div>
  )
}

/** A time beyond the one by which the case has to be resolved: said, and promised all the same where the agent saves it. */
function AfterResolve({ atMs }: { readonly atMs: number }) {
  const { t, naming } = useText()
  const dueAtMs = usePreviewClocks().find(({ clock }) => clock === 'resolve')?.dueAtMs ?? null
  if (dueAtMs === null || atMs <= dueAtMs) return null
  return <span className={classes['ask']}>{t('intake.promiseLate', { time: naming.due(dueAtMs, wholeNowMs()) })}</span>
}

function OfferedTimes() {
  const { naming } = useText()
  const zone = useZone()
  const nowMs = wholeNowMs()
  return offeredTimes(nowMs, zone).map((atMs, index) => (
    <span key={atMs} className={classes['offer']}>
      <Keycap keys={['Alt', String(index + 1)]} />
      {naming.moment(atMs, nowMs)}
    </span>
  ))
}
