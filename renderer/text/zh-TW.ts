import type { Words } from './words.ts'
import { call } from './zh-TW/call.ts'
import { codes } from './zh-TW/codes.ts'
import { forms } from './zh-TW/forms.ts'
import { library } from './zh-TW/library.ts'
import { list } from './zh-TW/list.ts'
import { record } from './zh-TW/record.ts'
import { returned } from './zh-TW/returned.ts'
import { screens } from './zh-TW/screens.ts'
import { session } from './zh-TW/session.ts'
import { settings } from './zh-TW/settings.ts'
import { transfers } from './zh-TW/transfers.ts'

/** The words of the console as people in Taiwan say them; not a conversion of the mainland's words. */
export const zhTW: Words = {
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
}
