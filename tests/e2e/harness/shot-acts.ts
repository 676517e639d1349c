import type { Page } from 'playwright-core'

// What a hand does before the picture is taken.

export const fillForm = async (page: Page) => {
  await page.keyboard.type('１３８ 1234-1234')
  await page.waitForTimeout(150)
  await page.keyboard.press('Tab')
  await page.keyboard.insertText(
    '最近一周的订单列表一直打不开，转十几秒提示加载失败，换浏览器也一样。客服没法处理退货，今天要发的货卡着',
  )
  await page.waitForTimeout(700)
}
export const fillAll = async (page: Page) => {
  await page.getByRole('radio').first().waitFor({ state: 'attached' })
  await page.keyboard.press('Alt+1')
  await fillForm(page)
  await page.keyboard.press('Tab')
  await page.keyboard.insertText('昨天上午十点一刻')
  await page.keyboard.press('Tab')
  await page.keyboard.insertText('约 40 单待发')
  for (let i = 0; i < 4; i++) await page.keyboard.press('Tab')
  await page.keyboard.insertText('修好 两小时内')
  await page.keyboard.press('Enter')
  await page.keyboard.insertText('补偿误工，金额待定')
  await page.locator('#promise').focus()
  await page.keyboard.insertText('尽快给您回电')
  await page.waitForTimeout(500)
}
/** Somebody known rings; what they tell comes next. */
const takeCall = async (page: Page) => {
  await page.keyboard.type('13812341234')
  await page.waitForTimeout(150)
  await page.keyboard.press('Tab')
}
export const angry = async (page: Page) => {
  await takeCall(page)
  await page.keyboard.insertText('你们这群骗子！！！再不退钱我就去12315投诉，找律师起诉你们，气死我了！')
  await page.waitForTimeout(500)
  await page.keyboard.press('F6')
  await page.keyboard.press('1')
  await page.waitForTimeout(300)
}
export const distress = async (page: Page) => {
  await takeCall(page)
  await page.keyboard.insertText('钱都被骗光了，我不想活了，不如死了算了')
  await page.waitForTimeout(500)
  await page.keyboard.press('F6')
}
export const refused = async (page: Page) => {
  await page.waitForTimeout(300)
  await page.keyboard.press('Alt+1')
  await page.keyboard.press('Control+Enter')
}
export const longCall = async (page: Page) => {
  await page.waitForTimeout(300)
  await page.keyboard.press('Alt+1')
  await takeCall(page)
  await page.keyboard.insertText(
    '每次输入验证码之后页面都会跳回首页，没有任何提示；换了两台电脑、三个浏览器都一样。'.repeat(12),
  )
  await page.waitForTimeout(500)
}
export const saveOne = async (page: Page) => {
  await fillForm(page)
  await page.keyboard.press('Control+Enter')
  await page.waitForTimeout(500)
}
export const actOn =
  (...keys: string[]) =>
  async (page: Page) => {
    await saveOne(page)
    for (const key of keys) await page.keyboard.press(key)
    await page.waitForTimeout(300)
  }
export const toQueue = async (page: Page) => {
  await page.keyboard.press('F3')
  await page.waitForTimeout(500)
}
export const deep = async (page: Page) => {
  await toQueue(page)
  for (let i = 0; i < 6; i++) await page.keyboard.press('j')
  await page.waitForTimeout(400)
}

export const lockInCall = async (page: Page) => {
  await fillForm(page)
  await page.keyboard.press('Control+l')
}
export const wrongly = async (page: Page) => {
  for (let i = 0; i < 5; i++) {
    await page.keyboard.type('wrong')
    await page.keyboard.press('Enter')
    await page.waitForTimeout(100)
    await page.keyboard.press('Control+a')
  }
}

export const palette = (typed: string) => async (page: Page) => {
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText(typed)
  await page.waitForTimeout(500)
}

export const filterLine = async (page: Page) => {
  await toQueue(page)
  await page.keyboard.press('/')
  await page.keyboard.insertText('紧急:高 颜色:红 部门:')
  await page.waitForTimeout(400)
}
export const selectThree = async (page: Page) => {
  await deep(page)
  for (const key of ['x', 'Shift+j', 'Shift+j', 'j', 'j', 'x']) await page.keyboard.press(key)
  await page.waitForTimeout(300)
}
export const bulkAssign = async (page: Page) => {
  await selectThree(page)
  await page.keyboard.press('a')
  await page.waitForTimeout(300)
  await page.keyboard.press('Enter')
  await page.waitForTimeout(400)
}
export const toCase = async (page: Page) => {
  await deep(page)
  await page.keyboard.press('Enter')
  await page.waitForTimeout(500)
}
export const inCase = (key: string) => async (page: Page) => {
  await toCase(page)
  await page.keyboard.press(key)
  await page.waitForTimeout(400)
}

export const toReturned = async (page: Page) => {
  await toQueue(page)
  await page.keyboard.press('Alt+0')
  await page.waitForTimeout(300)
}
export const toSettings = async (page: Page) => {
  await page.keyboard.press('Control+,')
  await page.waitForTimeout(400)
}
export const settled = (page: Page) => page.waitForTimeout(500)
export const toTransfers = async (page: Page) => {
  await page.keyboard.press('Shift+F9')
  await settled(page)
}
export const inTransfers = (key: string) => async (page: Page) => {
  await settled(page)
  await page.keyboard.press('j')
  await page.keyboard.press(key)
  await settled(page)
}

export const library =
  (typed: string, ...keys: readonly string[]) =>
  async (page: Page) => {
    await fillForm(page)
    await page.keyboard.press('Shift+F6')
    await settled(page)
    await page.keyboard.insertText(typed)
    await settled(page)
    for (const key of keys) await page.keyboard.press(key)
    await settled(page)
  }

interface World {
  readonly harness: {
    readonly lookUpTakes: (ms: number) => void
    readonly withdrawTemplate: (id: string, reason: string) => void
  }
}
export const ended = async (page: Page) => {
  await takeCall(page)
  await page.keyboard.insertText('订单列表打不开')
  await page.keyboard.press('Shift+F2')
  await settled(page)
}
export const lookingUp = async (page: Page) => {
  await page.evaluate(() => (globalThis as unknown as World).harness.lookUpTakes(9000))
  await page.keyboard.insertText('13900000001')
  await page.keyboard.press('Tab')
  await page.keyboard.insertText('李女士')
  await settled(page)
}
export const latePromise = async (page: Page) => {
  await fillForm(page)
  await page.locator('#promise').focus()
  await page.keyboard.insertText('大后天下午三点前给您答复')
  await settled(page)
}
export const withdrawnTemplate = async (page: Page) => {
  await page.getByRole('radio').first().waitFor({ state: 'attached' })
  await page.keyboard.press('Alt+1')
  await fillForm(page)
  await page.evaluate(() => (globalThis as unknown as World).harness.withdrawTemplate('system_fault', '改版'))
  await settled(page)
}
export const openSlots = async (page: Page) => {
  await page.keyboard.press('F6')
  await page.keyboard.press('8')
  await settled(page)
}

export const leave = (page: Page) => page.keyboard.press('Control+F10')
