import type { Fact } from './oracle.ts'

/** Numbers in [0, 1) from a seed: the same histories on every machine. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const weighted = [
  ...['acknowledged', 'progress', 'progress', 'progress', 'communicated', 'communicated', 'informed'],
  ...['classified', 'classified', 'held', 'held', 'held', 'resumed', 'resumed', 'transferred', 'transferred'],
  ...['answered', 'returned', 'transfer_withdrawn', 'promised', 'promised', 'promise_kept', 'work_started'],
  ...['resolved', 'resolved', 'reopened', 'reopened', 'survey_sent', 'followed_up', 'closed', 'withdrawn', 'merged'],
] as const

/** One random history of a case over `spanMinutes`, in order of recording, in whole minutes. */
export function randomHistory(random: () => number, startMinute: number, spanMinutes: number): readonly Fact[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] ?? (list[0] as T)
  const chance = (share: number): boolean => random() < share
  const problemType = pick(['product_fault', 'service_attitude', 'process', 'other'])
  const claimed = chance(0.2) ? { claimed: startMinute - Math.floor(random() * 90) } : {}
  const facts: Fact[] = [
    {
      type: 'opened',
      minute: startMinute,
      urgency: pick(['high', 'mid', 'low']),
      severity: pick(['general', 'general', 'urgent', 'major']),
      ...claimed,
    },
  ]
  const times = Array.from(
    { length: Math.floor(random() * 14) },
    () => startMinute + Math.floor(random() ** 2 * spanMinutes),
  )
  for (const [index, minute] of times.sort((a, b) => a - b).entries()) facts.push(randomFact(minute, `e${index}`))
  const backdated = facts.filter(({ id, claimed: at }) => id !== undefined && at !== undefined)
  for (const { id, minute } of backdated)
    if (chance(0.5) && id !== undefined) facts.push({ type: 'backdating_confirmed', minute: minute + 30, subject: id })
  return facts
    .map((fact, index) => ({ fact, index }))
    .sort((a, b) => a.fact.minute - b.fact.minute || a.index - b.index)
    .map(({ fact }) => fact)

  function randomFact(minute: number, id: string): Fact {
    const type = pick(weighted)
    const subject = pick(['a', 'b'])
    if (type === 'classified')
      return {
        type,
        minute,
        urgency: pick(['high', 'mid', 'low']),
        severity: pick(['general', 'urgent', 'major']),
        problemType,
      }
    if (type === 'held') return { type, minute, reason: pick(['waiting_customer', 'waiting_parts']) }
    if (type === 'promised') return { type, minute, subject: `p${id}`, due: minute + Math.floor(random() * 600) - 30 }
    if (type === 'promise_kept')
      return { type, minute, subject: pick(facts.filter((it) => it.type === 'promised'))?.subject ?? 'none' }
    if (type === 'transferred')
      return { type, minute, subject, ...(chance(0.3) ? { due: minute + Math.floor(random() * 900) } : {}) }
    if (type === 'answered' || type === 'returned' || type === 'transfer_withdrawn') return { type, minute, subject }
    if (type === 'communicated')
      return { type, minute, direction: pick(['in', 'out', 'out']), reached: chance(0.8), id, ...backdate(minute) }
    if (type === 'acknowledged' || type === 'progress' || type === 'informed')
      return { type, minute, id, ...backdate(minute) }
    return { type, minute }
  }
  function backdate(minute: number): Partial<Fact> {
    return chance(0.2) ? { claimed: Math.max(startMinute, minute - Math.floor(random() * 200)) } : {}
  }
}
