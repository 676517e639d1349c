/** Run by when.test.ts under another TZ: prints the machine's zone, then what the program makes of the whole table. */
import { shown } from './show-reading.ts'
import { instants, rows } from './when-table.ts'

const skippedInNewYork = '2024-03-10T14:30:00'
const lines = [
  Intl.DateTimeFormat().resolvedOptions().timeZone,
  ...rows.map(({ phrase }) => instants.map(({ local }) => shown(phrase, local)).join(' / ')),
  ...['yesterday at 10:15', '3 days ago', 'Mar 8 10:15', 'last Tuesday 3pm', 'Dec 28 at 8pm'].map((phrase) =>
    shown(phrase, skippedInNewYork),
  ),
]
process.stdout.write(`${lines.join('\n')}\n`)
