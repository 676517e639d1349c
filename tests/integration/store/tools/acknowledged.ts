/** One thing a saving process said it had saved, before it was killed. */
export interface Acknowledged {
  readonly op: 'open' | 'note' | 'assign' | 'draft' | 'merge'
  readonly case: string
  readonly text: string
}
