import { afterAll, beforeAll, expect, it } from 'vitest'
import { openNodeConsole } from '../../electron/core/node-ports.ts'
import { demoOrg, demoPassword } from '../../shared/contract/demo.ts'
import { soon } from './harness/open.ts'
import { type Host, type OpenConsole, onEachHost } from './hosts.ts'
import { tempFolder } from './started.ts'

const password = 'correct horse battery'

/** A file that opens with Lin's password, and Lin at work in it. */
async function prepare(dataDir: string): Promise<void> {
  const unlock = { by: 'password', user: 'lin', password } as const
  const made = await openNodeConsole({ dataDir, profile: 'agent', server: 'none' }, { unlock })
  if (!made.ok) throw new Error(made.error.tag)
  const refusal = await made.value.door.signIn({ org: demoOrg.id, user: 'lin', password: demoPassword })
  await made.value.close()
  if (refusal) throw new Error(refusal.tag)
}

onEachHost('data that is protected by a password', (startHost) => {
  const folder = tempFolder()
  let host: Host
  let console: OpenConsole
  beforeAll(async () => {
    await prepare(folder.dir)
    host = await startHost()
  })
  afterAll(async () => {
    await console?.stop()
    await host?.close()
    folder.remove()
  })

  const field = () => console.page.getByRole('textbox', { name: '密码' })
  const symptom = () => console.page.getByRole('textbox', { name: '问题现象' })
  const enter = async (word: string) => {
    await field().fill(word)
    await console.page.keyboard.press('Enter')
  }

  it('TRU-3b comes up with the way to unlock it; a draft survives lock, restart and unlocking', async () => {
    console = await host.open({ dataDir: folder.dir, server: 'none' })
    await console.page.getByRole('form', { name: '解锁' }).waitFor()
    await enter('wrong wrong wrong')
    await console.page.getByText('密码不对，已错 1 次').waitFor()
    await enter(password)
    await symptom().fill('订单列表打不开')
    await console.page.getByText('草稿已存本机').waitFor()
    await console.page.keyboard.press('Control+l')
    await console.page.getByRole('heading', { name: '已锁定' }).waitFor()
    await enter(password)
    await symptom().waitFor()
    await soon(() => symptom().inputValue()).toBe('订单列表打不开')
    await console.kill()
    console = await host.open({ dataDir: folder.dir, server: 'none' })
    await console.page.getByRole('form', { name: '解锁' }).waitFor()
    expect(await symptom().count()).toBe(0)
    await enter(password)
    await symptom().waitFor()
    await expect.poll(() => symptom().inputValue()).toBe('订单列表打不开')
  })
})
