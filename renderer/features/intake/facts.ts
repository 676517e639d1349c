import type { QueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import type { Lang } from '../../../shared/assist/record.ts'
import type { CustomerHistory } from '../../../shared/contract/console.ts'
import type { Template } from '../../../shared/intake/template.ts'
import type { FoldContext } from '../../../shared/sla/context.ts'
import { templatesKey } from '../../state/assist.ts'
import { stopwatch, wholeNowMs } from '../../state/now.ts'
import { usePreferences } from '../../state/preferences.ts'
import { zoneNow } from '../../state/session.ts'
import { slaKey } from '../../state/sla.ts'
import { namingFor } from '../../text/names.ts'
import type { IntakeDraft } from './draft.ts'
import { dialled } from './number.ts'
import { previewClocks } from './preview.ts'
import type { CallFacts } from './toCommands.ts'

/** Key under which a number's history is kept. */
export const historyKey = (phone: string | null) => ['cases', 'byPhone', phone] as const

/** The template of a draft among those of the window. */
export const templateOf = (draft: IntakeDraft, templates: readonly Template[]): Template | null =>
  templates.find(({ id }) => id === draft.template) ?? null

/** The id of the customer a number belongs to, where the core has answered and knows one. */
const customerIdOf = (history: CustomerHistory | undefined): string | null => {
  // The wire carries the kernel's own customer as JSON.
  const customer = history?.customer as { readonly id?: string } | null | undefined
  return customer?.id ?? null
}

/** A call saved while it lasts has been talked as long as it has, and nothing came after it yet. */
function spans({ startedAtMs, endedAtMs }: IntakeDraft): Pick<CallFacts, 'talkMs' | 'wrapUpMs'> {
  if (startedAtMs === null) return { talkMs: 0, wrapUpMs: 0 }
  if (endedAtMs === null) return { talkMs: stopwatch.elapsedMs(startedAtMs), wrapUpMs: 0 }
  return { talkMs: endedAtMs - startedAtMs, wrapUpMs: stopwatch.elapsedMs(endedAtMs) }
}

/** What a draft is read with at the moment it is saved, from what this window already knows: nothing is asked for. */
export function callFacts(queries: QueryClient, draft: IntakeDraft): CallFacts {
  const template = templateOf(draft, queries.getQueryData<readonly Template[]>(templatesKey) ?? [])
  const sla = queries.getQueryData<FoldContext | null>(slaKey)
  const nowMs = wholeNowMs()
  const clocks = sla ? previewClocks(sla, draft, template, nowMs) : []
  return {
    nowMs,
    zone: zoneNow(),
    lang: usePreferences.getState().language satisfies Lang,
    template,
    customerId: customerIdOf(queries.getQueryData<CustomerHistory>(historyKey(dialled(draft.phone)))),
    ...spans(draft),
    outcomeName: (outcome) => namingFor(i18next, zoneNow()).name('callOutcome', outcome),
    resolveDueAtMs: clocks.find(({ clock }) => clock === 'resolve')?.dueAtMs ?? null,
  }
}
