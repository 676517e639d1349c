import { expect, it } from 'vitest'
import { createSync, type RunSyncDeps } from '../../../../../electron/core/sync/run-sync.ts'
import type { LiveHandlers } from '../../../../../electron/core/sync/transport.ts'

const answers = { serverMs: 1, epoch: 'e', lastN: 0, verdicts: [], heads: {}, durable: 'wal' }

/** A console whose store stands still and whose server only streams; what it asks is written down. */
function listening(aclV: number) {
  const asked: string[] = []
  let known = aclV
  const stream: { handlers: LiveHandlers | null } = { handlers: null }
  const ask = (name: string) => async () => {
    asked.push(name)
    return { ...answers, aclV: 1 }
  }
  const sync = createSync({
    store: {
      keyTrade: () => ({ given: [], wanted: [] }),
      position: () => ({ epoch: 'e', judgedN: 0, newestN: 0, aclV: known, receipts: [], cursors: { shared: 4 } }),
      adoptHello: (hello: { aclV: number }) => {
        known = hello.aclV
      },
      adoptPages: () => ({ more: false }),
      nextBatch: () => null,
      nextBootstrap: () => undefined,
    },
    files: { look: () => false, list: () => [] },
    transport: {
      hello: ask('hello'),
      pull: ask('pull'),
      live: (_token: string, handlers: LiveHandlers) => {
        stream.handlers = handlers
        return () => undefined
      },
    },
    reader: () => null,
    tokens: { token: async () => 'token', spoil: () => void asked.push('spoil') },
    nowMs: () => 1,
    monoMs: () => 1,
    chance: () => 0.5,
    setTimer: () => ({ cancel: () => undefined }),
    initialOffsetMs: 0,
    onChange: () => undefined,
    onBug: (error: unknown) => {
      throw error
    },
  } as unknown as RunSyncDeps)
  return { sync, asked, stream }
}

const settled = () => new Promise((done) => setTimeout(done, 20))

it('SYNC-6 SYNC-7 a heartbeat that tells of other rights is news, also where every scope stands as before', async () => {
  const { sync, asked, stream } = listening(1)
  sync.start()
  await settled()
  stream.handlers?.onUp()
  await settled()
  const before = asked.length
  stream.handlers?.onHeard({ heads: { shared: 4 }, aclV: 1 })
  stream.handlers?.onHeard({ heads: { shared: 4 } })
  await settled()
  expect(asked.slice(before)).toEqual([])
  stream.handlers?.onHeard({ heads: { shared: 4 }, aclV: 2 })
  await settled()
  expect(asked.slice(before)).toEqual(['pull'])
  stream.handlers?.onHeard({ heads: { shared: 5 }, aclV: 1 })
  await settled()
  expect(asked.slice(before)).toEqual(['pull', 'pull'])
})

it('SYNC-6 rights that changed while nobody listened are read from a renewed sign-in, those that did not from the one there is', async () => {
  const [same, other] = [listening(1), listening(2)]
  for (const { sync } of [same, other]) sync.start()
  await settled()
  expect([same.asked.slice(0, 2), other.asked.slice(0, 2)]).toEqual([
    ['hello', 'pull'],
    ['hello', 'spoil'],
  ])
})
