import type { EscalationLevel } from '../../shared/case/words.ts'

/** Whom a reason calls in when nobody says otherwise: law and media their own people, danger to people the top. Source: CALL-8, CLS-3. */
const levelOf: Readonly<Record<string, EscalationLevel>> = {
  angry: 'lead',
  asked: 'lead',
  beyond_limit: 'manager',
  overdue: 'manager',
  mass: 'manager',
  vip: 'manager',
  self_harm: 'manager',
  legal: 'legal',
  media: 'brand',
  safety: 'executive',
}

export const usualLevel = (reason: string | null): EscalationLevel => levelOf[reason ?? ''] ?? 'lead'
