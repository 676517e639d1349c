/** A promise of sync.md that a run broke; `rule` names it for reports and shrinking. */
export class BrokenError extends Error {
  readonly rule: string
  constructor(rule: string, what: string) {
    super(`${rule}: ${what}`)
    this.rule = rule
  }
}

/** Breaks the run unless `holds`. */
export function demand(holds: boolean, rule: string, what: () => string): asserts holds {
  if (!holds) throw new BrokenError(rule, what())
}
