import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { soon } from './harness/open.ts'
import { type Host, type OpenConsole, onEachHost } from './hosts.ts'
import { tempFolder } from './started.ts'

onEachHost('a call handed over by the phone system', (startHost) => {
  const folder = tempFolder()
  let host: Host
  let console: OpenConsole

  beforeAll(async () => {
    host = await startHost()
    console = await host.open({ dataDir: folder.dir, server: 'none' })
    await console.page.getByRole('textbox', { name: '联系电话' }).waitFor()
  })
  afterAll(async () => {
    await console?.stop()
    await host?.close()
    folder.remove()
  })

  const access = (): { url: string; token: string } =>
    JSON.parse(readFileSync(join(folder.dir, 'console', 'agent', 'calls.json'), 'utf8'))
  const ring = (call: object, token = access().token) =>
    fetch(access().url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(call),
    })
  const phone = () => console.page.getByRole('textbox', { name: '联系电话' })

  it('CALL-12b opens the intake with its number, once for one call id', async () => {
    const { page } = console
    await page.keyboard.press('F3')
    await page.getByRole('grid', { name: '工单队列' }).or(page.getByText('这里没有工单')).first().waitFor()
    expect((await ring({ number: 'sip:13812341234@pbx', queue: '投诉', callId: 'a-1' })).status).toBe(202)
    await phone().waitFor()
    await expect.poll(() => phone().inputValue()).toBe('13812341234')
    expect(await (await ring({ number: '13812341234', callId: 'a-1' })).json()).toEqual({ state: 'known' })
    await soon(() => page.getByRole('tablist', { name: '进行中的来电' }).getByRole('tab').count()).toBe(1)
  })

  it('lets nobody in without the token, and no page of a browser', async () => {
    expect((await ring({ number: '13900000000' }, 'x'.repeat(32))).status).toBe(401)
    const fromPage = await console.page.evaluate(
      ({ url, token }) =>
        fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: '{"number":"1"}' }).then(
          () => 'in',
          () => 'kept out',
        ),
      access(),
    )
    expect(fromPage).toBe('kept out')
    await soon(() => phone().inputValue()).toBe('13812341234')
  })
})
