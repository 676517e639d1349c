/** Run as a process of its own under several TZ settings by zones.test.ts. */
import { createHash } from 'node:crypto'
import definition from '../../../resources/calendars/cn-office.json' with { type: 'json' }
import { openCalendar } from '../../../shared/sla/calendar.ts'
import { compileCalendar } from '../../../shared/sla/compile.ts'
import { derivedDue } from '../../../shared/sla/derived.ts'
import { foldClocks } from '../../../shared/sla/fold.ts'
import { formatInstant } from '../../../shared/sla/iso.ts'
import type { Signal } from '../../../shared/sla/signal.ts'
import { clocksAt } from '../../../shared/sla/view.ts'
import { at, business, clockAt, context, hour, must, opened, weekOf } from '../../unit/sla/fixtures.ts'
import { createRandom, randomHistory } from '../../unit/sla/histories.ts'
import { msOf } from '../../unit/sla/oracle.ts'

const newYork = weekOf('ny', 'America/New_York', [
  ['09:00', '12:00'],
  ['13:00', '18:00'],
])
const calendars = [
  business,
  ...[definition, newYork].map((it) =>
    must(openCalendar(must(compileCalendar(it, [], { fromYear: 2023, toYear: 2026 })))),
  ),
]
const hash = createHash('sha256')
const random = createRandom(7)
let clocks = 0
for (let seed = 0; seed < 400; seed++) {
  const facts = randomHistory(random, 200 + Math.floor(random() * 30_000), 3000)
  const signals = facts.map(
    ({ minute, due, claimed, ...rest }) =>
      ({
        ...rest,
        atMs: msOf(minute),
        ...(due === undefined ? {} : { dueAtMs: msOf(due) }),
        ...(claimed === undefined ? {} : { claimedAtMs: msOf(claimed) }),
      }) as Signal,
  )
  for (const calendar of calendars) {
    const use = { ...context, business: calendar }
    const now = msOf((facts[0]?.minute ?? 0) + Math.floor(random() * 6000))
    const views = clocksAt(signals, use, now)
    clocks += views.length
    hash.update(JSON.stringify([calendar.hash, views, derivedDue(foldClocks(signals, use).clocks, now)]))
  }
}
const sample = clockAt([opened('2024-05-10 10:20', { urgency: 'low' })], 'resolve', '2024-05-10 10:21').dueAtMs ?? 0
const offset = new Date(at('2024-05-10 10:20')).getTimezoneOffset()
process.stdout.write(
  JSON.stringify({ offset, clocks, hash: hash.digest('hex'), sample: formatInstant(sample, 8 * hour) }),
)
