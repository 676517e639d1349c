import { type FrontReason, frontOf, frontReasons } from '../../../shared/case/front.ts'
import type { Case } from '../../../shared/case/model.ts'

/** Why a case stands in front, one bit for each reason; 0 = it does not. */
export const frontBits = (theCase: Case): number =>
  frontOf(theCase).reduce((bits, reason) => bits | (1 << frontReasons.indexOf(reason)), 0)

export const frontIn = (bits: number): readonly FrontReason[] =>
  frontReasons.filter((_, at) => (bits & (1 << at)) !== 0)
