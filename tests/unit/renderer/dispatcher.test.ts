import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createDispatcher, type Dispatcher, type KeyDown } from '../../../renderer/app/dispatcher.ts'
import { commandIds, defaultKeymap, type Screen } from '../../../renderer/app/keys.ts'

const field = new EventTarget()
const button = new EventTarget()
const page = new EventTarget()

let screen: Screen
let barred: boolean
let dispatcher: Dispatcher

const down = (stroke: string, more: Partial<Omit<KeyDown, 'preventDefault'>> = {}) => {
  const parts = stroke.split(/(?<=.)\+(?=.)/u)
  const key = parts.at(-1) ?? ''
  return {
    key,
    code: /^\d$/.test(key) ? `Digit${key}` : '',
    ctrlKey: parts.includes('Ctrl'),
    altKey: parts.includes('Alt'),
    shiftKey: parts.includes('Shift'),
    metaKey: false,
    isComposing: false,
    keyCode: 0,
    repeat: false,
    defaultPrevented: false,
    target: page as EventTarget | null,
    preventDefault: vi.fn(),
    ...more,
  }
}

beforeEach(() => {
  screen = 'intake'
  barred = false
  dispatcher = createDispatcher({
    keymap: () => defaultKeymap,
    screen: () => screen,
    takesText: (target) => target === field,
    isPressable: (target) => target === button,
    isBarred: () => barred,
  })
})

/** Every stroke that means anything, each command counted. */
function takeAll(): ReturnType<typeof vi.fn<() => boolean>> {
  const run = vi.fn(() => true)
  for (const id of commandIds) dispatcher.take(id, run)
  return run
}
const strokes = [...new Set(commandIds.flatMap((id) => [...defaultKeymap[id].keys]))]

describe('input methods', () => {
  it.each(strokes)('CALL-2c %s fires nothing while composing (isComposing)', (stroke) => {
    const run = takeAll()
    dispatcher.handle(down(stroke, { isComposing: true, target: field }))
    expect(run).not.toHaveBeenCalled()
  })

  it('CALL-2c Tab and Enter do not leave the field in the middle of a composition, other keys stay the input method’s', () => {
    const pressed = ['Tab', 'Enter', 'Escape', '1', 'F2'].map((key) => down(key, { isComposing: true, target: field }))
    for (const event of pressed) dispatcher.handle(event)
    expect(pressed.map((event) => event.preventDefault.mock.calls.length)).toEqual([1, 1, 0, 0, 0])
  })

  it.each(strokes)('CALL-2c %s fires nothing with key code 229', (stroke) => {
    const run = takeAll()
    dispatcher.handle(down(stroke, { keyCode: 229, target: field }))
    expect(run).not.toHaveBeenCalled()
  })

  it.each(strokes)('CALL-2c %s fires nothing between compositionstart and compositionend', (stroke) => {
    const run = takeAll()
    dispatcher.compositionStarted()
    dispatcher.handle(down(stroke, { target: field }))
    expect(run).not.toHaveBeenCalled()
    dispatcher.compositionEnded()
    dispatcher.handle(down('F2', { target: field }))
    expect(run).toHaveBeenCalledOnce()
  })
})

describe('text fields and controls', () => {
  it('CALL-2 plain keys type in a field, and are commands elsewhere', () => {
    screen = 'queue'
    const next = vi.fn()
    dispatcher.take('queue.next', next)
    dispatcher.handle(down('j', { target: field }))
    expect(next).not.toHaveBeenCalled()
    dispatcher.handle(down('j'))
    expect(next).toHaveBeenCalledOnce()
  })

  it('CALL-2 Enter on a button presses the button, not the list behind it', () => {
    screen = 'queue'
    const open = vi.fn()
    dispatcher.take('queue.open', open)
    dispatcher.handle(down('Enter', { target: button }))
    expect(open).not.toHaveBeenCalled()
    dispatcher.handle(down('Enter'))
    expect(open).toHaveBeenCalledOnce()
  })

  it('CALL-2 Ctrl+Enter saves out of a text field', () => {
    const save = vi.fn()
    dispatcher.take('intake.save', save)
    const event = down('Ctrl+Enter', { target: field })
    dispatcher.handle(event)
    expect(save).toHaveBeenCalledOnce()
    expect(event.preventDefault).toHaveBeenCalledOnce()
  })
})

describe('who takes a command', () => {
  it('CALL-2 commands of another screen are not given', () => {
    const save = vi.fn()
    dispatcher.take('intake.save', save)
    screen = 'queue'
    dispatcher.handle(down('Ctrl+Enter'))
    expect(save).not.toHaveBeenCalled()
  })

  it('CALL-2 what lies over the screen is asked first, and passes the key on when it has nothing to do', () => {
    const order: string[] = []
    let open = true
    dispatcher.take('pane.close', () => {
      order.push('pane')
      return open
    })
    dispatcher.take('intake.park', () => order.push('park') > 0)
    dispatcher.handle(down('Escape'))
    open = false
    dispatcher.handle(down('Escape'))
    expect(order).toEqual(['pane', 'pane', 'park'])
  })

  it('CALL-2 a key nobody takes is left to the browser', () => {
    const event = down('F3')
    dispatcher.handle(event)
    expect(event.preventDefault).not.toHaveBeenCalled()
  })

  it('CALL-2 the newest taker is asked first, and one that left is not asked', () => {
    const first = vi.fn()
    const second = vi.fn()
    dispatcher.take('go.queue', first)
    const leave = dispatcher.take('go.queue', second)
    expect(dispatcher.run('go.queue')).toBe(true)
    leave()
    expect(dispatcher.run('go.queue')).toBe(true)
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1])
  })
})

describe('a command of a screen that is just coming', () => {
  it('CALL-2 runs when its taker comes, once', async () => {
    const run = vi.fn()
    dispatcher.runOnceTaken('queue.filter')
    dispatcher.take('queue.filter', run)
    expect(run).not.toHaveBeenCalled()
    await Promise.resolve()
    expect(run).toHaveBeenCalledOnce()
    dispatcher.take('queue.filter', run)
    await Promise.resolve()
    expect(run).toHaveBeenCalledOnce()
  })

  it.each([
    ['another key', () => dispatcher.handle(down('j'))],
    ['another command', () => dispatcher.run('go.intake')],
  ])('CALL-2 is taken back by %s', async (_, meanwhile) => {
    const run = vi.fn()
    dispatcher.runOnceTaken('queue.filter')
    meanwhile()
    dispatcher.take('queue.filter', run)
    await Promise.resolve()
    expect(run).not.toHaveBeenCalled()
  })
})

describe('held keys', () => {
  it('CALL-2 a held key moves on in a list but gives no other command twice', () => {
    screen = 'queue'
    const next = vi.fn()
    const call = vi.fn()
    dispatcher.take('queue.next', next)
    dispatcher.take('go.intake', call)
    for (const repeat of [false, true, true]) dispatcher.handle(down('j', { repeat }))
    for (const repeat of [false, true, true]) dispatcher.handle(down('F2', { repeat }))
    expect(next).toHaveBeenCalledTimes(3)
    expect(call).toHaveBeenCalledOnce()
  })
})

describe('behind the lock', () => {
  it('gives no command, by key or otherwise, and leaves every key to the lock screen', () => {
    const run = vi.fn()
    for (const id of commandIds) dispatcher.take(id, run)
    barred = true
    for (const id of commandIds) {
      expect(dispatcher.run(id)).toBe(false)
      for (const stroke of defaultKeymap[id].keys) {
        const press = down(stroke)
        dispatcher.handle(press)
        expect(press.preventDefault).not.toHaveBeenCalled()
      }
    }
    expect(run).not.toHaveBeenCalled()
  })
})
