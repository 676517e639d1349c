import { describe, expect, it } from 'vitest'
import { ok, refuse } from '../../../shared/kernel/result.ts'

describe('results', () => {
  it('a yes carries its value, a no only what is known of it', () => {
    expect(ok(1)).toEqual({ ok: true, value: 1 })
    expect(refuse('a.b')).toStrictEqual({ ok: false, error: { tag: 'a.b' } })
    expect(refuse('a.b', 'f')).toStrictEqual({ ok: false, error: { tag: 'a.b', field: 'f' } })
    expect(refuse('a.b', 'f', { max: 1 })).toStrictEqual({
      ok: false,
      error: { tag: 'a.b', field: 'f', detail: { max: 1 } },
    })
  })
})
