import { describe, expect, it } from 'vitest'
import { createFinder } from '../../../renderer/features/palette/find.ts'
import { readRecent } from '../../../renderer/features/palette/recent.ts'
import * as spelling from '../../../shared/intake/names.ts'

const find = createFinder(
  ['新来电', '队列', '设置', '升级', '转单', 'New call', 'Settings'].map((label) => ({ label })),
  spelling,
)
const labels = (typed: string) => find(typed).map(({ label }) => label)

describe('palette', () => {
  it.each([
    ['新来', ['新来电']],
    ['來電', ['新来电']],
    ['xld', ['新来电']],
    ['xinlai', ['新来电']],
    ['dl', ['队列']],
    ['sheng', ['升级']],
    ['Set', ['Settings']],
    ['nc', ['New call']],
    ['没有这个', []],
  ])('CALL-2 %s finds %j', (typed, expected) => {
    expect(labels(typed)).toEqual(expected)
  })

  it('puts what begins with the word before what only contains it, and that before what is spelled so', () => {
    const few = createFinder([{ label: '撤回转单' }, { label: '转单' }, { label: 'zhuan' }], spelling)
    expect(few('转单').map(({ label }) => label)).toEqual(['转单', '撤回转单'])
    expect(few('zhuan').map(({ label }) => label)).toEqual(['zhuan', '撤回转单', '转单'])
  })

  it('offers everything in its own order while nothing is typed', () => {
    expect(labels('  ')).toHaveLength(7)
  })

  it('keeps of an earlier window only commands that still exist, and survives a half-written value', () => {
    expect(readRecent('["go.queue","go.nowhere",7]')).toEqual(['go.queue'])
    expect(readRecent('["go.qu')).toEqual([])
    expect(readRecent(null)).toEqual([])
  })
})
