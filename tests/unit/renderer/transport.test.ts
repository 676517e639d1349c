import { describe, expect, it } from 'vitest'
import { channelFor } from '../../../renderer/transport.ts'

/** As much of a window as the way through Electron looks at. */
function electronWindow() {
  const target = Object.assign(new EventTarget(), { location: { protocol: 'redress:' } }) as unknown as Window
  const hand = (data: unknown, source: unknown = target) => {
    const { port1, port2 } = new MessageChannel()
    target.dispatchEvent(Object.assign(new Event('message'), { data, source, ports: [port2] }))
    return port1
  }
  return { target, hand }
}

describe('the way to the core in Electron', () => {
  it('takes the port the preload hands over, whether it comes before or after it is asked for', async () => {
    const { target, hand } = electronWindow()
    const open = channelFor(target)
    hand('console-port')
    const early = await open()
    expect(early?.gone.aborted).toBe(false)
    const asked = open()
    hand('console-port')
    const late = await asked
    expect(late).not.toBe(early)
  })

  it('a newer port ends the older one, so that calls under way are answered', async () => {
    const { target, hand } = electronWindow()
    const open = channelFor(target)
    hand('console-port')
    const first = await open()
    hand('console-port')
    expect(first?.gone.aborted).toBe(true)
    const second = await open()
    expect(second?.gone.aborted).toBe(false)
  })

  it('ignores other messages, and the same one from elsewhere', async () => {
    const { target, hand } = electronWindow()
    const open = channelFor(target)
    hand('something-else')
    hand('console-port', {})
    const waiting = Promise.race([open(), new Promise((resolve) => setTimeout(resolve, 20, 'nothing'))])
    await expect(waiting).resolves.toBe('nothing')
  })

  it('a port whose other end is gone is gone', async () => {
    const { target, hand } = electronWindow()
    const open = channelFor(target)
    const far = hand('console-port')
    const channel = await open()
    far.close()
    await expect.poll(() => channel?.gone.aborted).toBe(true)
  })
})

describe('the way to the core from the browser host', () => {
  it('is a socket to where the page came from; nobody there is nobody, not a fault', async () => {
    const open = channelFor({ location: { protocol: 'http:', host: '127.0.0.1:9' } } as Window)
    await expect(open()).resolves.toBeNull()
  })
})
