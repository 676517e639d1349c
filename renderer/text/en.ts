import { call } from './en/call.ts'
import { codes } from './en/codes.ts'
import { screens } from './en/screens.ts'
import { session } from './en/session.ts'
import type { Words } from './words.ts'

/** The words of the console in English. No sentence changes with a number, so that none can be wrong in the singular. */
export const en: Words = { ...screens, ...codes, ...call, ...session }
