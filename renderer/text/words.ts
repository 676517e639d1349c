import type { call } from './zh-CN/call.ts'
import type { codes } from './zh-CN/codes.ts'
import type { screens } from './zh-CN/screens.ts'

type Same<Shape> = { readonly [Key in keyof Shape]: Shape[Key] extends string ? string : Same<Shape[Key]> }

/** What every language must say: the shape of the first one. */
export type CodeWords = Same<typeof codes>
export type ScreenWords = Same<typeof screens>
export type CallWords = Same<typeof call>
export type Words = ScreenWords & CodeWords & CallWords
