import type { zhCN } from './zh-CN.ts'

type Same<Shape> = { readonly [Key in keyof Shape]: Shape[Key] extends string ? string : Same<Shape[Key]> }

/** What every language must say: the shape of the first one. */
export type Words = Same<typeof zhCN>
