import { describe, expect, it } from 'vitest'
import { reasonName } from '../../../renderer/state/directory.tsx'
import reasons from '../../../resources/reasons.json' with { type: 'json' }

describe('reasonName', () => {
  it('says why a clock stands still, in the language of the screen', () => {
    expect(reasonName(reasons, 'hold', 'waiting_customer', 'zh-CN')).toBe('等客户补材料')
    expect(reasonName(reasons, 'hold', 'waiting_customer', 'en')).toBe('Waiting for the customer')
  })

  it.each([
    [reasons, 'hold', 'no_such', 'en'],
    [reasons, 'nowhere', 'waiting_customer', 'en'],
    [reasons, 'hold', 'waiting_customer', 'xx'],
    [null, 'hold', 'x', 'en'],
    [{ groups: 7 }, 'hold', 'x', 'en'],
    [{ groups: [{ id: 'hold', reasons: [{ id: 'x', name: 3 }] }] }, 'hold', 'x', 'en'],
  ])('knows no name where there is none', (body, group, id, language) => {
    expect(reasonName(body, group, id, language)).toBeUndefined()
  })
})
