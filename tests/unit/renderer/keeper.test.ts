import { beforeEach, describe, expect, it } from 'vitest'
import { newDraft } from '../../../renderer/features/intake/draft.ts'
import { createKeeper, type Keeper, type Keeping } from '../../../renderer/features/intake/keeper.ts'

let timers: { run: () => void; delayMs: number }[]
let done: string[]
let said: Keeping[]
let broken: number
let reopen: () => void
let keeper: Keeper

beforeEach(() => {
  timers = []
  done = []
  said = []
  broken = 0
  const reach = async (what: string) => {
    if (broken > 0) {
      broken -= 1
      throw new Error('no answer')
    }
    done.push(what)
  }
  keeper = createKeeper({
    put: (id, body) => reach(`put ${id} ${body.symptom}`),
    remove: (id) => reach(`remove ${id}`),
    whenOpen: () =>
      new Promise((resolve) => {
        reopen = resolve
      }),
    after: (run, delayMs) => {
      const timer = { run, delayMs }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    report: (keeping) => said.push(keeping),
  })
})

const settle = () => new Promise((resolve) => setImmediate(resolve))
const fire = async () => {
  for (const { run } of timers.splice(0)) run()
  await settle()
}
const draft = (id: string, symptom: string) => ({ ...newDraft({ id, commandId: 'c', promiseId: 'p' }, 1), symptom })

describe('keeper', () => {
  it('CASE-8 keeps the newest text of each call, at least every 400 ms while it is typed', async () => {
    keeper.changed(draft('a', '订'))
    keeper.changed(draft('a', '订单'))
    keeper.changed(draft('b', '退款'))
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([400])
    await fire()
    expect(done).toEqual(['put a 订单', 'put b 退款'])
    await fire()
    expect(said.at(-1)).toBe('kept')
    keeper.changed(draft('a', '订单列'))
    expect(timers).toHaveLength(1)
  })

  it('CASE-8 a call emptied or saved leaves nothing behind', async () => {
    keeper.changed(draft('a', 'x'))
    keeper.drop('a')
    keeper.changed(draft('b', '  '))
    await fire()
    expect(done).toEqual(['remove a', 'remove b'])
  })

  it('CASE-8 text the core did not take is said, waits, and goes out once it answers', async () => {
    broken = 1
    keeper.changed(draft('a', '订单'))
    await fire()
    expect([done, said.at(-1)]).toEqual([[], 'failed'])
    reopen()
    await settle()
    await fire()
    await fire()
    expect([done, said.at(-1)]).toEqual([['put a 订单'], 'kept'])
  })

  it('CASE-8 newer text that came while the core was away is what goes out', async () => {
    broken = 1
    keeper.changed(draft('a', '旧'))
    await fire()
    keeper.changed(draft('a', '新'))
    reopen()
    await settle()
    await fire()
    await fire()
    expect(done).toEqual(['put a 新'])
  })

  it('CASE-8 kept is said once typing rests, not between its keys', async () => {
    keeper.changed(draft('a', 'x'))
    await fire()
    keeper.changed(draft('a', 'xy'))
    await fire()
    expect(said).toEqual(['pending'])
    await fire()
    expect(said).toEqual(['pending', 'kept'])
  })

  it('CASE-8 flush keeps at once', async () => {
    keeper.changed(draft('a', 'x'))
    await keeper.flush()
    expect(done).toEqual(['put a x'])
    await expect(keeper.flush()).resolves.toBeUndefined()
  })
})
