import { describe, expect, it } from 'vitest'
import { keymapOf, strokeFault } from '../../../renderer/app/keymap.ts'
import { commandIds, defaultKeymap, keyClashes, typesText } from '../../../renderer/app/keys.ts'

describe('own keys', () => {
  it('a chosen stroke takes the place of the default ones, and nothing else changes', () => {
    const keymap = keymapOf({ keys: { 'go.queue': ['Ctrl+q'] }, singleKeys: true })
    expect(keymap['go.queue'].keys).toEqual(['Ctrl+q'])
    expect({ ...keymap, 'go.queue': defaultKeymap['go.queue'] }).toEqual(defaultKeymap)
  })

  it('passes over a choice that clashes, types text, belongs to others or names no command', () => {
    const keys = { 'go.queue': ['F2'], 'go.intake': ['q'], 'intake.save': ['Ctrl+w'], 'go.nowhere': ['F9'] }
    expect(keymapOf({ keys, singleKeys: true })).toEqual(defaultKeymap)
  })

  it('of two choices for one stroke the later one is passed over, so that no clash comes out', () => {
    const keymap = keymapOf({ keys: { 'go.intake': ['Ctrl+q'], 'go.queue': ['Ctrl+q'] }, singleKeys: true })
    expect(keyClashes(keymap)).toEqual([])
    expect([keymap['go.intake'].keys, keymap['go.queue'].keys]).toEqual([['Ctrl+q'], ['F3']])
  })

  it('without single letters every command keeps its other keys, and none types text', () => {
    const keymap = keymapOf({ keys: {}, singleKeys: false })
    expect(keymap['queue.next'].keys).toEqual(['ArrowDown'])
    expect(commandIds.filter((id) => keymap[id].keys.some(typesText))).toEqual([])
    expect(keymap['keys.show'].keys).toEqual(['F1'])
  })

  it.each([
    ['go.queue', 'Tab', { fault: 'owned' }],
    ['go.queue', 'Ctrl+ ', { fault: 'owned' }],
    ['go.queue', 'Ctrl+c', { fault: 'owned' }],
    ['go.queue', 'Alt+q', { fault: 'owned' }],
    ['go.queue', 'F5', { fault: 'owned' }],
    ['intake.save', 's', { fault: 'types' }],
    ['go.queue', 'F2', { fault: 'taken', by: 'go.intake' }],
    ['queue.first', 'j', { fault: 'taken', by: 'queue.next' }],
    ['queue.first', 'Shift+t', null],
    ['go.queue', 'Ctrl+q', null],
    ['intake.save', 'Ctrl+7', null],
  ] as const)('CALL-2 %s by %s: %o', (id, stroke, expected) => {
    expect(strokeFault(defaultKeymap, id, stroke)).toEqual(expected)
  })
})
