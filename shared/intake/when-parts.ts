import type { ClockOption, DayPart, NamedPart } from './when-model.ts'

/**
 * First hour of each part of the day: the instant that stands for 昨天下午 when no hour was said. Our own convention;
 * the reading keeps `precision: 'part'`, so no screen has to pretend that a minute was named.
 */
export const partStartHour: Readonly<Record<NamedPart, number>> = {
  dawn: 0,
  early: 5,
  forenoon: 5,
  noon: 11,
  afternoon: 12,
  dusk: 17,
  evening: 18,
  night: 22,
}

/** Chinese names of each part, folded to simplified; longest first so that 大清早 is not read as 早. */
const chineseNames: readonly (readonly [string, DayPart])[] = [
  ['大清早', 'early'],
  ['一大早', 'early'],
  ['大半夜', 'night'],
  ['凌晨', 'dawn'],
  ['清晨', 'early'],
  ['清早', 'early'],
  ['一早', 'early'],
  ['早晨', 'early'],
  ['早上', 'early'],
  ['早间', 'early'],
  ['上午', 'forenoon'],
  ['午前', 'forenoon'],
  ['中午', 'noon'],
  ['午间', 'noon'],
  ['下午', 'afternoon'],
  ['午后', 'afternoon'],
  ['傍晚', 'dusk'],
  ['黄昏', 'dusk'],
  ['晚上', 'evening'],
  ['晚间', 'evening'],
  ['夜晚', 'evening'],
  ['夜里', 'night'],
  ['夜间', 'night'],
  ['深夜', 'night'],
  ['半夜', 'night'],
  ['早', 'early'],
  ['晨', 'early'],
  ['晚', 'evening'],
  ['夜', 'evening'],
  ['am', 'am'],
  ['pm', 'pm'],
]

export const partByChineseName: ReadonlyMap<string, DayPart> = new Map(chineseNames)
export const chinesePartSource = `(?:${chineseNames.map(([name]) => name).join('|')})`

interface Range {
  readonly from: number
  readonly to: number
  /** Added to the spoken hour: 下午三点 is 15. */
  readonly plus: 0 | 12
}

/** Which spoken hours fit a part of the day without doubt, and the hour of the 24 that they mean. */
const plain: Readonly<Record<DayPart, readonly Range[]>> = {
  dawn: [{ from: 0, to: 6, plus: 0 }],
  early: [{ from: 0, to: 11, plus: 0 }],
  forenoon: [{ from: 0, to: 11, plus: 0 }],
  noon: [
    { from: 10, to: 14, plus: 0 },
    { from: 1, to: 2, plus: 12 },
  ],
  afternoon: [
    { from: 1, to: 11, plus: 12 },
    { from: 12, to: 23, plus: 0 },
  ],
  dusk: [
    { from: 4, to: 8, plus: 12 },
    { from: 16, to: 20, plus: 0 },
  ],
  evening: [
    { from: 5, to: 11, plus: 12 },
    { from: 17, to: 23, plus: 0 },
  ],
  night: [
    { from: 7, to: 11, plus: 12 },
    { from: 19, to: 23, plus: 0 },
  ],
  am: [{ from: 0, to: 11, plus: 0 }],
  pm: [
    { from: 1, to: 11, plus: 12 },
    { from: 12, to: 23, plus: 0 },
  ],
}

const here = (hour: number): readonly ClockOption[] => [{ dayShift: 0, hour, minute: 0 }]
const next = (hour: number): readonly ClockOption[] => [{ dayShift: 1, hour, minute: 0 }]

/** Hours at the edge of a part, where the day or the half of the clock is not plain. */
function edge(part: DayPart, hour: number): readonly ClockOption[] {
  const dark = part === 'evening' || part === 'night'
  if (dark && (hour === 12 || hour === 24)) return next(0)
  // 昨晚两点: the small hours that follow the evening, or those of the named date.
  if (dark && hour <= 5) return [...here(hour), ...next(hour)]
  if (hour !== 12) return []
  if (part === 'dawn' || part === 'am') return here(0)
  // 上午十二点: noon to most people, midnight to the rest.
  return part === 'early' || part === 'forenoon' ? [...here(0), ...here(12)] : []
}

function hoursInPart(part: DayPart, hour: number): readonly ClockOption[] {
  const range = plain[part].find((candidate) => hour >= candidate.from && hour <= candidate.to)
  return range === undefined ? edge(part, hour) : here(hour + range.plus)
}

/** 三点 without a part of the day: both halves of the clock. 十二点: noon of the day, or the midnight that ends it. */
function hoursOnDial(hour: number): readonly ClockOption[] {
  if (hour === 12) return [...here(12), ...next(0)]
  return hour >= 1 && hour < 12 ? [...here(hour), ...here(hour + 12)] : hoursOf24(hour)
}

function hoursOf24(hour: number): readonly ClockOption[] {
  if (hour === 24) return next(0)
  return hour >= 0 && hour < 24 ? here(hour) : []
}

export interface SpokenClock {
  readonly part: DayPart | null
  readonly hour: number
  readonly minute: number
  /** `dial`: spoken (三点), either half of the clock. `full`: written on the 24-hour clock (15:00, 15时, 08点). */
  readonly style: 'dial' | 'full'
}

/** Every time of day that a spoken clock can mean; empty when no such time exists (下午零点, 25:00, 24:30). */
export function clockOptions(said: SpokenClock): readonly ClockOption[] {
  if (said.minute > 59 || (said.hour === 24 && said.minute > 0)) return []
  const onStyle = said.style === 'dial' ? hoursOnDial(said.hour) : hoursOf24(said.hour)
  const options = said.part === null ? onStyle : hoursInPart(said.part, said.hour)
  return options.map((option) => ({ ...option, minute: said.minute }))
}
