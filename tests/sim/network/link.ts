import type { Dice } from '../random.ts'

/** How the way between one console and the server is at the moment. Shares are from 0 to 1. */
export interface Link {
  readonly up: boolean
  readonly loseRequests: number
  readonly loseAnswers: number
  readonly double: number
  readonly cut: number
  readonly slowMs: readonly [least: number, most: number]
  /** A machine in between answers instead: a status of its own, or the sign-in page of a network. */
  readonly gateway: number | 'captive' | null
  /** Streams stay open and fall silent. */
  readonly stall: boolean
}

export const goodLink: Link = {
  up: true,
  loseRequests: 0,
  loseAnswers: 0,
  double: 0,
  cut: 0,
  slowMs: [2, 40],
  gateway: null,
  stall: false,
}

/** Bad weather by name, as plans write it. */
export const weathers = {
  good: goodLink,
  down: { ...goodLink, up: false },
  requests_lost: { ...goodLink, loseRequests: 1 },
  answers_lost: { ...goodLink, loseAnswers: 1 },
  flaky: { ...goodLink, loseRequests: 0.15, loseAnswers: 0.15, double: 0.15, cut: 0.15, slowMs: [5, 3000] },
  doubling: { ...goodLink, double: 0.7, slowMs: [2, 2500] },
  cutting: { ...goodLink, cut: 0.6 },
  slow: { ...goodLink, slowMs: [1500, 9000] },
  captive: { ...goodLink, gateway: 'captive' },
  unauthorised: { ...goodLink, gateway: 401 },
  throttled: { ...goodLink, gateway: 429 },
  broken_gateway: { ...goodLink, gateway: 502 },
  silent_streams: { ...goodLink, stall: true },
  dead_air: { ...goodLink, loseRequests: 1, stall: true },
} as const satisfies Readonly<Record<string, Link>>

export type Weather = keyof typeof weathers
export const weatherNames = Object.keys(weathers) as readonly Weather[]

export const delayMs = (link: Link, dice: Dice): number =>
  link.slowMs[0] + dice.int(link.slowMs[1] - link.slowMs[0] + 1)
