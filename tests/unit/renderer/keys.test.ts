import { describe, expect, it } from 'vitest'
import {
  ariaKeys,
  capsOf,
  commandIds,
  defaultKeymap,
  type Keymap,
  type KeyPress,
  keyClashes,
  strokeOf,
  typesText,
} from '../../../renderer/app/keys.ts'

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...more,
})

describe('strokeOf', () => {
  it.each([
    [press('F2'), 'F2'],
    [press('Enter', { ctrlKey: true }), 'Ctrl+Enter'],
    [press('Enter', { metaKey: true }), 'Ctrl+Enter'],
    [press('J'), 'j'],
    [press('J', { shiftKey: true }), 'Shift+j'],
    [press('?', { shiftKey: true }), '?'],
    [press('Tab', { shiftKey: true }), 'Shift+Tab'],
    [press('¡', { altKey: true, code: 'Digit1' }), 'Alt+1'],
    [press('&', { altKey: true, code: 'Digit1' }), 'Alt+1'],
    [press('ArrowLeft', { altKey: true }), 'Alt+ArrowLeft'],
    [press(','), ','],
    [press(',', { ctrlKey: true }), 'Ctrl+,'],
    [press('+', { ctrlKey: true }), 'Ctrl++'],
  ])('CALL-2 spells %o as %s', (event, stroke) => {
    expect(strokeOf(event)).toBe(stroke)
  })
})

describe('default keys', () => {
  it('CALL-2 no two commands that can be given at one place share a stroke', () => {
    expect(keyClashes(defaultKeymap)).toEqual([])
  })

  it('CALL-2 a planted clash is found, and Escape may mean a different thing on each layer', () => {
    const planted: Keymap = { ...defaultKeymap, 'queue.next': { scope: 'queue', keys: ['F2'] } }
    expect(keyClashes(planted)).toEqual([{ stroke: 'F2', ids: ['go.intake', 'queue.next'] }])
  })

  it('CALL-2 two screens may use one stroke, since only one of them is on', () => {
    const planted: Keymap = { ...defaultKeymap, 'queue.next': { scope: 'queue', keys: ['Ctrl+Enter'] } }
    expect(keyClashes(planted)).toEqual([])
  })

  it('CALL-2 take nothing from input methods, layouts or the browser', () => {
    // Ctrl+L goes to the address only where the page does not want it (Chromium asks the page first, other than for w, t, n).
    const owned = /^Ctrl\+(Space| |\.|w|t|n|r|Tab)$|^Alt\+\p{L}$|^F(5|11|12)$/u
    const strokes: string[] = commandIds.flatMap((id) => [...defaultKeymap[id].keys])
    expect(strokes.filter((stroke) => owned.test(stroke))).toEqual([])
  })

  it('CALL-2 the keys of ux.md lead where it says', () => {
    expect(defaultKeymap['go.intake'].keys).toEqual(['F2'])
    expect(defaultKeymap['go.queue'].keys).toEqual(['F3'])
    expect(defaultKeymap['intake.save'].keys).toEqual(['Ctrl+Enter'])
    expect(defaultKeymap['intake.park'].keys).toEqual(['Escape'])
    expect(defaultKeymap['keys.show'].keys).toEqual(['?', 'F1'])
  })
})

describe('caps and aria-keyshortcuts', () => {
  it('CALL-2 caps carry what is printed on keys', () => {
    expect(capsOf('Ctrl+Enter')).toEqual(['Ctrl', 'Enter'])
    expect(capsOf('Alt+ArrowLeft')).toEqual(['Alt', '←'])
    expect(capsOf('j')).toEqual(['J'])
    expect(capsOf('Escape')).toEqual(['Esc'])
    expect(capsOf('Ctrl++')).toEqual(['Ctrl', '+'])
  })

  it('CALL-2 aria-keyshortcuts spells modifiers as the standard does', () => {
    expect(ariaKeys(['Ctrl+Enter'])).toBe('Control+Enter')
    expect(ariaKeys(['?', 'F1'])).toBe('? F1')
  })

  it('CALL-2 a stroke that types text is told from one that does not', () => {
    expect(['j', '?', 'Shift+j', ' '].map(typesText)).toEqual([true, true, true, true])
    expect(['F2', 'Ctrl+Enter', 'Alt+1', 'Enter', 'Escape'].map(typesText)).toEqual([false, false, false, false, false])
  })
})
