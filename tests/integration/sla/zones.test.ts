import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

/** Prints the zone the process really runs in and a digest of many due times, from the shipped and from freshly compiled hours. */
const program = `${import.meta.dirname}/due-times-child.ts`

function dueTimesIn(zone: string): {
  readonly offset: number
  readonly clocks: number
  readonly hash: string
  readonly sample: string
} {
  const text = execFileSync(process.execPath, [program], {
    env: { ...process.env, TZ: zone },
    encoding: 'utf8',
    timeout: 50_000,
  })
  return JSON.parse(text) as ReturnType<typeof dueTimesIn>
}

describe('SLA-10d the machine’s time zone', () => {
  it('SLA-10d changes no due time: UTC, Asia/Shanghai and America/New_York say the same', () => {
    const [utc, shanghai, newYork] = ['UTC', 'Asia/Shanghai', 'America/New_York'].map(dueTimesIn)
    expect([utc?.offset, shanghai?.offset, newYork?.offset]).toEqual([0, -480, 240])
    expect(utc?.clocks).toBeGreaterThan(5000)
    expect(shanghai).toMatchObject({ hash: utc?.hash, clocks: utc?.clocks })
    expect(newYork).toMatchObject({ hash: utc?.hash, clocks: utc?.clocks })
    expect(utc?.sample).toBe('2024-05-14T10:20:00+08:00')
  })
})
