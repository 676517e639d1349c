import { call } from './en/call.ts'
import { codes } from './en/codes.ts'
import { forms } from './en/forms.ts'
import { library } from './en/library.ts'
import { list } from './en/list.ts'
import { record } from './en/record.ts'
import { returned } from './en/returned.ts'
import { screens } from './en/screens.ts'
import { session } from './en/session.ts'
import { settings } from './en/settings.ts'
import { transfers } from './en/transfers.ts'
import type { Words } from './words.ts'

/** The words of the console in English. No sentence changes with a number, so that none can be wrong in the singular. */
export const en: Words = {
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
