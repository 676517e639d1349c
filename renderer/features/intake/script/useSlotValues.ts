import { useMemo } from 'react'
import type { Lang } from '../../../../shared/assist/record.ts'
import { findPromise } from '../../../../shared/intake/time-in-words.ts'
import { wholeNowMs } from '../../../state/now.ts'
import { useSession, useZone } from '../../../state/session.ts'
import { useText } from '../../../text/context.tsx'
import { useDraft } from '../context.tsx'
import { promiseOf } from '../draft.ts'
import { useHistory } from '../history.ts'
import { usePreviewClocks } from '../previewClocks.tsx'
import { useReading } from '../reading.tsx'
import { useSettledText } from '../useSettled.ts'
import { useTemplate } from '../useTemplate.ts'

/** What the call already knows for the places of a phrase: who, where, and by when. Source: CALL-4. */
export function useSlotValues(): Readonly<Record<string, string>> {
  const { language } = useText()
  const me = useSession((state) => state.session?.actor?.name)
  const company = useSession((state) => state.session?.org?.name)
  const { customer, rows } = useHistory()
  const typedName = useDraft(({ name }) => name)
  const product = useDraft((draft) => draft.product)
  const chosen = useDraft(({ classification }) => classification.department)
  const { pack, proposal } = useReading()
  const template = useTemplate()
  const department = chosen ?? proposal?.department?.value ?? template?.classification.department
  const time = usePromisedTime()
  return useMemo(() => {
    const known = {
      name: typedName.trim() || customer?.name,
      agent: me,
      owner: me,
      company,
      time,
      call_time: time,
      department: pack?.departments.find(({ id }) => id === department)?.name[language as Lang],
      product: product.trim() || undefined,
      count: rows.length > 0 ? String(rows.length + 1) : undefined,
    }
    return Object.fromEntries(Object.entries(known).filter((one): one is [string, string] => Boolean(one[1])))
  }, [typedName, customer, me, company, time, pack, department, language, product, rows])
}

/** The time to say: the one promised on the form, else when the first answer is due. */
function usePromisedTime(): string | undefined {
  const { naming, language } = useText()
  const zone = useZone()
  const promise = useSettledText(promiseOf)
  const clocks = usePreviewClocks()
  return useMemo(() => {
    const nowMs = wholeNowMs()
    const read = promise.trim() === '' ? null : findPromise(promise, { nowMs, zone, locale: language as Lang })
    if (read?.ok) return naming.moment(read.value.atMs, nowMs)
    const dueAtMs = clocks.find(({ clock }) => clock === 'ack')?.dueAtMs ?? null
    return dueAtMs === null ? undefined : naming.moment(dueAtMs, nowMs)
  }, [promise, zone, language, naming, clocks])
}
