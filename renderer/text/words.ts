import type { call } from './zh-CN/call.ts'
import type { codes } from './zh-CN/codes.ts'
import type { forms } from './zh-CN/forms.ts'
import type { library } from './zh-CN/library.ts'
import type { list } from './zh-CN/list.ts'
import type { record } from './zh-CN/record.ts'
import type { refusals } from './zh-CN/refusals.ts'
import type { returned } from './zh-CN/returned.ts'
import type { screens } from './zh-CN/screens.ts'
import type { settings } from './zh-CN/settings.ts'
import type { transfers } from './zh-CN/transfers.ts'

type Same<Shape> = { readonly [Key in keyof Shape]: Shape[Key] extends string ? string : Same<Shape[Key]> }

/** What every language must say: the shape of the first one. */
export type CodeWords = Same<typeof codes>
export type RefusalWords = Same<typeof refusals>
export type ScreenWords = Same<typeof screens>
export type CallWords = Same<typeof call>
export type ListWords = Same<typeof list>
export type RecordWords = Same<typeof record>
export type FormsWords = Same<typeof forms>
export type ReturnedWords = Same<typeof returned>
export type SettingsWords = Same<typeof settings>
export type LibraryWords = Same<typeof library>
export type TransfersWords = Same<typeof transfers>
export type Words = ScreenWords &
  CodeWords &
  CallWords &
  ListWords &
  RecordWords &
  FormsWords &
  ReturnedWords &
  SettingsWords &
  TransfersWords &
  LibraryWords
