import { describe, expect, it } from 'vitest'
import { giveUpUnheld, noteFileLost, noteServerLost } from './checks/holders.ts'
import { createLedger, type Ledger } from './checks/ledger.ts'

const set = (...ids: string[]): ReadonlySet<string> => new Set(ids)

/** A ledger of events saved on a console, and one of another console. */
function ledgerWith(...ids: string[]): Ledger {
  const ledger = createLedger()
  const saved = { kind: 'fact', type: 'note_added', caseId: 'case', actor: 'lin', n: 1, device: 'd1' }
  for (const id of ids) ledger.saved.set(id, { ...saved, box: 'lin' })
  ledger.saved.set('of zhou', { ...saved, box: 'zhou' })
  return ledger
}

const sought = (ledger: Ledger): string[] => [...ledger.saved.keys()]

describe('what nobody holds any more is looked for no longer, and nothing else', () => {
  it('SYNC-1 a lost file excuses only what neither server nor recorder nor the rest of the file has', () => {
    const ledger = ledgerWith('recorded', 'at the server', 'left in the file', 'nowhere')
    noteFileLost(ledger, 'lin', { beside: set('recorded'), atServer: set('at the server') })
    expect(sought(ledger)).toHaveLength(5)
    giveUpUnheld(ledger, 'zhou', set('of zhou', 'nowhere', 'at the server'))
    expect(sought(ledger)).toHaveLength(5)
    giveUpUnheld(ledger, 'lin', set('recorded', 'left in the file'))
    expect(sought(ledger)).toEqual(['recorded', 'at the server', 'left in the file', 'of zhou'])
  })

  it('SYNC-1 what only the server had is excused when it loses that too, unless its author has it again by then', () => {
    const ledger = ledgerWith('kept', 'read again', 'nowhere')
    noteFileLost(ledger, 'lin', { beside: set(), atServer: set('kept', 'read again', 'nowhere') })
    giveUpUnheld(ledger, 'lin', set())
    expect(sought(ledger)).toHaveLength(4)
    noteServerLost(ledger, set('kept'))
    giveUpUnheld(ledger, 'lin', set('read again'))
    expect(sought(ledger)).toEqual(['kept', 'read again', 'of zhou'])
  })

  it('SYNC-1 a server that loses what its author still holds excuses nothing', () => {
    const ledger = ledgerWith('held')
    noteServerLost(ledger, set())
    giveUpUnheld(ledger, 'lin', set())
    expect(sought(ledger)).toEqual(['held', 'of zhou'])
  })
})
