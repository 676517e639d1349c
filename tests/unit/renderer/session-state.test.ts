import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { takeSession, useSession } from '../../../renderer/state/session.ts'
import type { SessionState } from '../../../shared/contract/session.ts'

const base = { device: 'K1', demo: false, appV: '1' }
const actor = (id: string) => ({ id, name: id, role: 'agent', team: 'hotline' })
const open = (id: string): SessionState => ({ state: 'open', actor: actor(id), ...base })
const locked = (id: string): SessionState => ({ state: 'locked', actor: actor(id), ...base })
const signedOut: SessionState = { state: 'signed_out', ...base }
const sealed: SessionState = { state: 'sealed', users: ['lin'], ...base }

const reload = vi.fn()
beforeEach(() => {
  useSession.setState(useSession.getInitialState(), true)
  vi.stubGlobal('location', { reload })
  reload.mockReset()
})
afterEach(() => vi.unstubAllGlobals())

const shown = () => useSession.getState().session?.state

describe('a page belongs to one person', () => {
  it.each([
    ['is back from the lock', [open('lin'), locked('lin'), open('lin')]],
    ['unlocks the core that was started again', [open('lin'), sealed, open('lin')]],
  ])('and stays as it is when that person %s', (_, states) => {
    for (const state of states) takeSession(state)
    expect(reload).not.toHaveBeenCalled()
    expect([shown(), useSession.getState().person]).toEqual(['open', 'lin'])
  })

  it.each([
    ['somebody else takes over', [open('lin'), locked('lin'), open('zhou')], 'locked'],
    ['its person leaves', [open('lin'), signedOut], 'open'],
    ['the first one signs in', [signedOut, open('lin')], 'signed_out'],
    ['the file is opened', [sealed, open('lin')], 'sealed'],
    ['it was loaded behind the lock', [locked('lin'), open('lin')], 'locked'],
  ])('and begins anew, showing nothing until then, when %s', (_, states, stays) => {
    for (const state of states) takeSession(state)
    expect(reload).toHaveBeenCalledTimes(1)
    expect(shown()).toBe(stays)
  })
})
