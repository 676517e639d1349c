/**
 * Situations with a guide of their own. `self_harm` outranks everything: while it is open only its words are offered.
 * Source: D0 四(一)2, CALL-7.
 */
export const situations = [
  'self_harm',
  'distress',
  'injury',
  'minor',
  'elderly',
  'abusive',
  'media_threat',
  'legal_threat',
  'professional_claimant',
  'mass_incident',
] as const

export type Situation = (typeof situations)[number]
