import type { Case } from './model.ts'

/** Why a case stands before others that are due in the same stretch of time. */
export const frontReasons = ['important', 'angry'] as const
export type FrontReason = (typeof frontReasons)[number]

/** From this feeling on, 0–100, a customer counts as angry: the case comes first, and a buffer phrase is due. Source: CLS-5. */
export const angryFrom = 60

/** Tags of a customer whose cases come first. */
const importantTags: readonly string[] = ['vip']

/** Important and angry customers first. Where no key is held the tags are not known and do not count. Source: CLS-3, CLS-5. */
export function frontOf({ customer, emotion }: Pick<Case, 'customer' | 'emotion'>): readonly FrontReason[] {
  const isImportant = customer?.tags?.some((tag) => importantTags.includes(tag)) === true
  const isAngry = (emotion ?? 0) >= angryFrom
  return frontReasons.filter((reason) => (reason === 'important' ? isImportant : isAngry))
}
