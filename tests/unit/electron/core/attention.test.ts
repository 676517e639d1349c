import { describe, expect, it } from 'vitest'
import { createAttention, type HostNews } from '../../../../electron/core/attention.ts'
import type { Actor } from '../../../../shared/case/event.ts'
import type { CaseRow, ClockRow } from '../../../../shared/contract/console.ts'

const actor = { id: 'lin', scopes: ['team:hotline'] } as unknown as Actor
const row = (id: string, state: ClockRow['state'], dueAtMs: number | null = 1000): CaseRow =>
  ({ id, number: `K1-${id}`, customerName: '王芳', nearest: { clock: 'ack', state, dueAtMs } }) as unknown as CaseRow

function watched() {
  const told: HostNews[] = []
  let due: (() => void) | null = null
  const world = { who: actor as Actor | null, late: 0, rows: [] as CaseRow[], fails: false }
  const bugs: unknown[] = []
  const attention = createAttention({
    who: () => world.who,
    late: async () => {
      if (world.fails) throw new Error('disk')
      return world.late
    },
    mine: async () => world.rows,
    tell: (news) => told.push(news),
    setTimer: (work) => {
      due = work
      return {
        cancel: () => {
          due = null
        },
      }
    },
    onBug: (error) => bugs.push(error),
  })
  const round = async () => {
    due?.()
    await new Promise((done) => setImmediate(done))
    return told.splice(0)
  }
  return { attention, world, bugs, round, isArmed: () => due !== null }
}

describe('SLA-9 what needs the person at work', () => {
  it('counts what was late before, and tells each mark that comes later once', async () => {
    const { world, round } = watched()
    world.late = 3
    world.rows = [row('1', 'breached'), row('2', 'running')]
    expect(await round()).toEqual([{ kind: 'late', count: 3 }])
    world.rows = [row('1', 'breached'), row('2', 'near')]
    expect(await round()).toEqual([
      { kind: 'clock', case: '2', number: 'K1-2', clock: 'ack', state: 'near', dueAtMs: 1000 },
    ])
    expect(await round()).toEqual([])
    world.rows = [row('2', 'breached'), row('3', 'paused', null)]
    world.late = 4
    expect((await round()).map((news) => news.kind)).toEqual(['late', 'clock'])
  })

  it('CASE-5b hands out nothing of the customer', async () => {
    const { world, round } = watched()
    await round()
    world.rows = [row('1', 'near')]
    expect(JSON.stringify(await round())).not.toContain('王芳')
  })

  it('begins anew for the next of the shift, and tells nothing while nobody is signed in', async () => {
    const { world, round } = watched()
    world.rows = [row('1', 'breached')]
    await round()
    world.who = null
    expect(await round()).toEqual([])
    world.who = { ...actor, id: 'wu' } as Actor
    expect(await round()).toEqual([{ kind: 'late', count: 0 }])
  })

  it('goes on after a look that failed, and stops when told', async () => {
    const { attention, world, round, bugs, isArmed } = watched()
    world.fails = true
    await round()
    expect(bugs).toHaveLength(1)
    expect(isArmed()).toBe(true)
    attention.stop()
    expect(isArmed()).toBe(false)
    attention.look()
    expect(isArmed()).toBe(false)
  })
})
