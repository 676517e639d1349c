import { expect, it } from 'vitest'
import { type CarryDeps, createCarrier } from '../../../../../electron/core/sync/carry.ts'
import { TransportError, type Weather } from '../../../../../electron/core/sync/transport.ts'

/** Three files of one piece each to be sent; the fault of a name is thrown whenever its turn comes. */
function carrying(faults: Record<string, Error>) {
  let waiting = ['a', 'b', 'c']
  const tried: string[] = []
  const timers: { readonly work: () => void; readonly afterMs: number }[] = []
  const carrier = createCarrier(
    {
      files: {
        look: () => false,
        list: () => waiting.map((hash) => ({ way: 'up', case: 'case', hash })),
        sealed: async () => ({ bytes: 1, digest: '' }),
        piece: async () => new Uint8Array(1),
        sent: ({ hash }: { hash: string }) => {
          waiting = waiting.filter((one) => one !== hash)
        },
      },
      transport: {
        announce: async (_token: string, { hash }: { hash: string }) => {
          tried.push(hash)
          if (faults[hash]) throw faults[hash]
          return 0
        },
        append: async () => 1,
      },
      tokens: { token: async () => 'token' },
      monoMs: () => 1,
      setTimer: (work: () => void, afterMs: number) => void timers.push({ work, afterMs }),
    } as unknown as CarryDeps,
    () => undefined,
  )
  /** What the engine hears of so many steps. */
  const steps = async (count: number) => {
    const heard: string[] = []
    for (let step = 0; step < count; step++)
      heard.push(
        await carrier.step(false).then(
          ({ type }) => type,
          (error: unknown) => String(error),
        ),
      )
    return heard
  }
  return { carrier, steps, tried, timers, waiting: () => waiting }
}

const away = (weather: Weather, code = 'x', more = {}) => new TransportError(weather, code, more)

it('CASE-7 a file the server refuses is put off and nobody hears of it; the others go on', async () => {
  const { steps, waiting, timers, carrier } = carrying({ a: away('refused', 'attachment.too_large') })
  expect(await steps(3)).toEqual(['carry_ok', 'carry_ok', 'carry_ok'])
  expect(waiting()).toEqual(['a'])
  expect(timers.map(({ afterMs }) => afterMs)).toEqual([60_000])
  expect(carrier.hasWork(false)).toBe(false)
  timers[0]?.work()
  expect(carrier.hasWork(false)).toBe(true)
})

it.each([
  ['the server fails at it', away('busy')],
  ['its answer means nothing', away('malformed')],
  ['it cannot be read here', Object.assign(new Error('ENOENT'), { code: 'ENOENT' })],
])('CASE-7 SYNC-10 a file in trouble holds up no other: %s', async (_why, fault) => {
  const { steps, waiting, timers } = carrying({ a: fault })
  expect(await steps(3)).toEqual([String(fault), 'carry_ok', 'carry_ok'])
  expect(waiting()).toEqual(['a'])
  expect(timers).toHaveLength(1)
})

it('SYNC-10 files under which the line breaks are tried behind the others, and again at once', async () => {
  const cut = away('offline', 'ECONNRESET')
  const { steps, tried, waiting, timers } = carrying({ a: cut, b: cut })
  await steps(5)
  expect(tried).toEqual(['a', 'b', 'c', 'a', 'b'])
  expect(waiting()).toEqual(['a', 'b'])
  expect(timers).toHaveLength(0)
})

it('SYNC-10 a server that asks for patience is tried again when it said, with the same file', async () => {
  const { steps, tried, timers } = carrying({ a: away('busy', 'x', { retryAfterMs: 5_000 }) })
  await steps(2)
  expect(tried).toEqual(['a', 'a'])
  expect(timers).toHaveLength(0)
})
