import { call } from './zh-CN/call.ts'
import { codes } from './zh-CN/codes.ts'
import { forms } from './zh-CN/forms.ts'
import { library } from './zh-CN/library.ts'
import { list } from './zh-CN/list.ts'
import { record } from './zh-CN/record.ts'
import { returned } from './zh-CN/returned.ts'
import { screens } from './zh-CN/screens.ts'
import { session } from './zh-CN/session.ts'
import { settings } from './zh-CN/settings.ts'
import { transfers } from './zh-CN/transfers.ts'

/** The words of the console in simplified Chinese: the first language, and the shape of the others. */
export const zhCN = {
  ...screens,
  ...codes,
  ...call,
  ...list,
  ...record,
  ...forms,
  ...session,
  ...returned,
  ...settings,
  ...transfers,
  ...library,
} as const
