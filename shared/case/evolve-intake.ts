import type { Hash } from '../kernel/brand.ts'
import type { Json } from '../kernel/canonical.ts'
import { applyChanges, markFields } from './change.ts'
import type { CaseEvent } from './event.ts'
import { tellClassified } from './evolve-work.ts'
import { type Draft, setField } from './field.ts'
import { rememberBefore } from './fold-step.ts'
import type { Handlers } from './handler.ts'
import { demandOf } from './open-case.ts'
import { block, int, str, words } from './read.ts'

function change(draft: Draft, event: CaseEvent): void {
  rememberBefore(draft, event, applyChanges(draft, event))
}

export const intakeHandlers: Handlers = {
  note_added(draft, event, lists) {
    const note = {
      id: str(event.body, 'id') ?? event.id,
      text: words(event.personal, 'text'),
      atMs: event.atMs,
      by: event.actor,
    }
    draft.notes = lists.append(draft.notes, note)
  },
  demand_added(draft, event, lists) {
    draft.demands = lists.append(draft.demands, demandOf(block(event.body, 'demand'), event.personal, event.id))
  },
  emotion_rated(draft, event) {
    draft.emotion = int(event.body, 'emotion') ?? draft.emotion
  },
  edited: change,
  customer_changed: change,
  attached(draft, event, lists) {
    const hash = str(event.body, 'hash')
    if (hash === undefined || draft.attachments.some((it) => it.hash === hash)) return
    draft.attachments = lists.append(draft.attachments, {
      hash: hash as Hash,
      name: words(event.personal, 'name'),
      mediaType: str(event.body, 'mediaType') ?? 'application/octet-stream',
      bytes: int(event.body, 'bytes') ?? 0,
      atMs: event.atMs,
      by: event.actor,
    })
  },
  field_revealed(draft, event, lists) {
    draft.reveals = lists.append(draft.reveals, {
      field: str(event.body, 'field') ?? '',
      reasonCode: str(event.body, 'reason') ?? '',
      reason: words(event.personal, 'reason'),
      atMs: event.atMs,
      by: event.actor,
    })
  },
  conflict_settled(draft, event, lists) {
    const field = str(event.body, 'field') ?? ''
    const conflict = draft.conflicts.find((it) => it.field === field)
    const picked = conflict?.values.find((it) => it.event === str(event.body, 'pick'))
    if (picked === undefined) return
    settle(draft, event, field, picked.value)
    if (field.startsWith('classification.')) tellClassified(draft, event, lists)
  },
}

function settle(draft: Draft, event: CaseEvent, field: string, value: Json): void {
  setField(draft, field, value)
  markFields(draft, event, [field])
  draft.conflicts = draft.conflicts.filter((it) => it.field !== field)
}
