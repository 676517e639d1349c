import type { Page } from 'playwright-core'
import * as acts from './shot-acts.ts'

export const sizes = { small: { width: 1366, height: 768 }, large: { width: 1920, height: 1080 } } as const

export interface Shot {
  readonly name: string
  readonly query: string
  readonly size?: keyof typeof sizes
  readonly act?: (page: Page) => Promise<unknown>
}

type Scene = Pick<Shot, 'act'> & { readonly scene?: string }

/** Each of these in both sizes, both themes, Chinese and English. */
const screens: Readonly<Record<string, Scene>> = {
  call: { act: acts.fillAll },
  queue: { act: acts.deep },
  case: { act: acts.toCase },
  transfers: { scene: 'handler', act: acts.settled },
  library: { act: acts.library('', 'Alt+4') },
  settings: { scene: 'lead', act: acts.toSettings },
  returned: { scene: 'returned', act: acts.toReturned },
  palette: { act: acts.palette('退') },
  'sign-in': { scene: 'signedOut' },
  locked: { scene: 'guarded', act: acts.lockInCall },
}

/** What else can stand there: nothing, no network, a fault, more text than fits, and every panel. Small and light where nothing else is said. */
const states: readonly (Scene & { readonly name: string; readonly look?: string })[] = [
  { name: 'call-empty' },
  { name: 'call-error', act: acts.refused },
  { name: 'call-offline', scene: 'offline', act: acts.fillForm },
  { name: 'call-long', scene: 'long', act: acts.longCall },
  { name: 'call-tw', look: 'theme=dark&lang=zh-TW', act: acts.fillAll },
  { name: 'call-angry', act: acts.angry },
  { name: 'call-distress', look: 'theme=dark', act: acts.distress },
  { name: 'call-saved', act: acts.saveOne },
  { name: 'call-three', look: 'theme=dark', scene: 'drafts' },
  { name: 'call-ended', act: acts.ended },
  { name: 'call-ended-dark', look: 'theme=dark', act: acts.ended },
  { name: 'call-looking-up', act: acts.lookingUp },
  { name: 'call-looking-up-dark', look: 'theme=dark', act: acts.lookingUp },
  { name: 'call-late-promise', act: acts.latePromise },
  { name: 'call-withdrawn-template', act: acts.withdrawnTemplate },
  { name: 'call-withdrawn-template-dark', look: 'theme=dark&lang=en', act: acts.withdrawnTemplate },
  { name: 'call-slots', act: acts.openSlots },
  { name: 'call-slots-dark', look: 'theme=dark', act: acts.openSlots },
  { name: 'act-escalate', act: acts.actOn('F8', '5') },
  { name: 'act-transfer', act: acts.actOn('F9') },
  { name: 'act-hold', look: 'theme=dark', act: acts.actOn('F10', '1') },
  { name: 'act-promise', look: 'theme=light&lang=en', act: acts.actOn('F7', '2') },
  { name: 'keys', act: (page) => page.keyboard.press('F1') },
  { name: 'queue-empty', scene: 'empty', act: acts.toQueue },
  { name: 'queue-error', scene: 'failing', act: acts.toQueue },
  { name: 'queue-offline', scene: 'offline', act: acts.toQueue },
  { name: 'queue-long', scene: 'long', act: acts.toQueue },
  { name: 'queue-filter', act: acts.filterLine },
  { name: 'queue-selected', act: acts.selectThree },
  { name: 'queue-bulk', look: 'theme=dark', act: acts.bulkAssign },
  { name: 'case-offline', scene: 'offline', act: acts.toCase },
  { name: 'case-long', scene: 'long', act: acts.toCase },
  { name: 'case-resolve', look: 'theme=light&lang=en', act: acts.inCase('r') },
  { name: 'case-log', act: acts.inCase('l') },
  { name: 'case-classify', look: 'theme=dark', act: acts.inCase('c') },
  { name: 'case-inform', act: acts.inCase('i') },
  { name: 'case-reveal', act: acts.inCase('v') },
  { name: 'transfers-empty', scene: 'empty', act: acts.toTransfers },
  { name: 'transfers-error', scene: 'failing', act: acts.toTransfers },
  { name: 'transfers-offline', scene: 'offline', act: acts.toTransfers },
  { name: 'transfers-long', scene: 'long', act: acts.toTransfers },
  { name: 'transfers-tw', look: 'theme=dark&lang=zh-TW', scene: 'handler', act: acts.settled },
  { name: 'transfers-answer', scene: 'handler', act: acts.inTransfers('t') },
  { name: 'transfers-return', look: 'theme=dark&lang=en', scene: 'handler', act: acts.inTransfers('b') },
  { name: 'transfers-raised', scene: 'handler', act: acts.inTransfers('Alt+4') },
  { name: 'transfers-raised-dark', look: 'theme=dark&lang=en', scene: 'handler', act: acts.inTransfers('Alt+4') },
  { name: 'transfers-ask', scene: 'handler', act: acts.inTransfers('w') },
  { name: 'library-empty', act: acts.library('绝没有这样的话') },
  { name: 'library-offline', scene: 'offline', act: acts.library('ddlb') },
  { name: 'library-phrase', act: acts.library('', 'Alt+2', 'Enter', 'j', 'j', 'j') },
  { name: 'library-guide', look: 'theme=dark&lang=en', act: acts.library('', 'Alt+3') },
  { name: 'library-tw', look: 'theme=dark&lang=zh-TW', act: acts.library('退款') },
  { name: 'settings-offline', look: 'theme=light&lang=en', scene: 'offline', act: acts.toSettings },
  { name: 'palette-recent', look: 'theme=dark', act: acts.palette('') },
  { name: 'palette-number', look: 'theme=light&lang=en', act: acts.palette('K1') },
  { name: 'sealed', scene: 'sealed' },
  { name: 'sealed-wait', look: 'theme=dark', scene: 'sealed', act: acts.wrongly },
  { name: 'leave', scene: 'offline', act: acts.leave },
  { name: 'leave-tw', look: 'theme=dark&lang=zh-TW', scene: 'offline', act: acts.leave },
  { name: 'unreachable', scene: 'unreachable', act: acts.settled },
]

const queryOf = (look: string, scene: string | undefined) => (scene === undefined ? look : `${look}&scene=${scene}`)

/** `call-light`, `call-dark-large-en`: what is not named is small and Chinese. */
function everyLook(screen: string, { scene, act }: Scene): Shot[] {
  const looks = (['light', 'dark'] as const).flatMap((theme) =>
    (['small', 'large'] as const).flatMap((size) => (['zh-CN', 'en'] as const).map((lang) => ({ theme, size, lang }))),
  )
  return looks.map(({ theme, size, lang }) => ({
    name: [screen, theme, ...(size === 'large' ? [size] : []), ...(lang === 'en' ? [lang] : [])].join('-'),
    query: queryOf(`theme=${theme}&lang=${lang}`, scene),
    size,
    ...(act && { act }),
  }))
}

export const shots: readonly Shot[] = [
  ...Object.entries(screens).flatMap(([screen, scene]) => everyLook(screen, scene)),
  ...states.map(({ name, look = 'theme=light', scene, act }) => ({
    name,
    query: queryOf(look, scene),
    ...(act && { act }),
  })),
]
