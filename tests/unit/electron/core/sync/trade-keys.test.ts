import { describe, expect, it } from 'vitest'
import type { KeyTrade } from '../../../../../electron/core/sync/sync-store.ts'
import { createKeyTrader } from '../../../../../electron/core/sync/trade-keys.ts'
import { TransportError } from '../../../../../electron/core/sync/transport.ts'
import type { CaseId, CustomerId } from '../../../../../shared/kernel/brand.ts'
import type { KeysRequest, KeysResponse } from '../../../../../shared/sync/protocol.ts'

const unkeyed = { case: 'case-1' as CaseId, customer: 'customer-1' as CustomerId }

/** A trader with a store that lacks or holds one key, and a server that answers as it is told. */
function traderWith(trade: KeyTrade, answer: () => KeysResponse) {
  const asked: KeysRequest[] = []
  const timers: { readonly work: () => void; readonly afterMs: number }[] = []
  let left = trade
  let woken = 0
  const adoptKeys = (_: KeyTrade, { keys }: KeysResponse): boolean => {
    left = { given: [], wanted: keys.length > 0 ? [] : left.wanted }
    return left.wanted.length > 0
  }
  const deps = {
    store: { keyTrade: () => left, adoptKeys },
    transport: {
      keys: async (_: string, request: KeysRequest) => {
        asked.push(request)
        return answer()
      },
    },
    tokens: { token: async () => 'token' },
    setTimer: (work: () => void, afterMs: number) => timers.push({ work, afterMs }),
  }
  const trader = createKeyTrader(deps, () => {
    woken += 1
  })
  return { trader, asked, timers, woken: () => woken }
}

const nothing: KeysResponse = { keys: [], erased: [] }

describe('keys the server lost', () => {
  it('SYNC-11 one that is held is given once', async () => {
    const it = traderWith({ given: [{ ...unkeyed, wrapped: 'a2V5' }], wanted: [] }, () => nothing)
    expect(it.trader.hasWork()).toBe(true)
    await it.trader.step()
    expect(it.asked).toEqual([{ given: [{ ...unkeyed, wrapped: 'a2V5' }], wanted: [] }])
    expect(it.trader.hasWork()).toBe(false)
    expect(it.timers).toEqual([])
  })

  it('SYNC-11 one that is lacking is asked for until somebody has given it, ever more seldom', async () => {
    let answer = nothing
    const it = traderWith({ given: [], wanted: [unkeyed] }, () => answer)
    for (let i = 0; i < 8; i++) {
      await it.trader.step()
      expect(it.trader.hasWork()).toBe(false)
      it.timers.at(-1)?.work()
      expect(it.woken()).toBe(i + 1)
      expect(it.trader.hasWork()).toBe(true)
    }
    expect(it.timers.map(({ afterMs }) => afterMs / 1000)).toEqual([15, 30, 60, 120, 240, 480, 600, 600])
    answer = { keys: [{ customer: unkeyed.customer, wrapped: 'a2V5' }], erased: [] }
    await it.trader.step()
    expect(it.asked.at(-1)).toEqual({ given: [], wanted: ['case-1'] })
    expect(it.trader.hasWork()).toBe(false)
  })

  it('SYNC-8 a server of an earlier version is not asked again at once, and nothing else is held up', async () => {
    const old = () => {
      throw new TransportError('refused', 'http_404')
    }
    const it = traderWith({ given: [{ ...unkeyed, wrapped: 'a2V5' }], wanted: [] }, old)
    await it.trader.step()
    expect(it.trader.hasWork()).toBe(false)
    it.timers[0]?.work()
    expect(it.trader.hasWork()).toBe(true)
  })

  it("weather is the engine's to hear", async () => {
    const it = traderWith({ given: [], wanted: [unkeyed] }, () => {
      throw new TransportError('offline', 'ECONNREFUSED')
    })
    await expect(it.trader.step()).rejects.toThrow('offline')
  })
})
