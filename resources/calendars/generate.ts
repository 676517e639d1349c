/**
 * Writes `cn-YYYY.json` (official holidays and make-up workdays, from the chinese-days package) and the compiled
 * calendars. Run by hand when the package brings a new year: `npm exec -- node resources/calendars/generate.ts YYYY-MM-DD`
 * (the date goes into the files); then raise the `version` in the definitions and commit all files.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { compileCalendar } from '../../shared/sla/compile.ts'
import { parseDate } from '../../shared/sla/day.ts'

interface YearFile {
  readonly holidays: Readonly<Record<string, string>>
  readonly workdays: Readonly<Record<string, string>>
}

const here = import.meta.dirname
const definitions = ['cn-office', '24x7']
/** The package says nothing about later years but answers for them all the same: only these are published. */
const firstYear = 2004
const lastYear = 2026
/** Plain years compiled before the first and after the last published one. */
const plainBefore = 1
const plainAfter = 4

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
const writeJson = (name: string, value: unknown): void => writeFileSync(`${here}/${name}`, `${JSON.stringify(value)}\n`)

/** "Labour Day,劳动节,1" → 劳动节; in order of the date. */
const names = (days: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(days)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([date, text]) => [date, text.split(',')[1] ?? text]),
  )

function writeYear(year: number, packageFolder: string, source: string, generatedOn: string): void {
  const { holidays, workdays } = readJson(`${packageFolder}/dist/years/${year}.json`) as YearFile
  const body = { region: 'cn', year, source, generatedOn, holidays: names(holidays), workdays: names(workdays) }
  writeFileSync(`${here}/cn-${year}.json`, `${JSON.stringify(body, null, 1)}\n`)
}

function writeCompiled(id: string): void {
  const years = readdirSync(here)
    .filter((name) => /^cn-\d{4}\.json$/.test(name))
    .map((name) => readJson(`${here}/${name}`))
  const span = { fromYear: firstYear - plainBefore, toYear: lastYear + plainAfter }
  const compiled = compileCalendar(readJson(`${here}/${id}.json`), years, span)
  if (!compiled.ok) throw new Error(`${id}: ${JSON.stringify(compiled.error)}`)
  writeJson(`compiled/${id}.json`, compiled.value)
}

const generatedOn = process.argv[2] ?? ''
if (parseDate(generatedOn) === null) throw new Error('give the date of today as YYYY-MM-DD')
const packageFolder = createRequire(import.meta.url).resolve('chinese-days').replace(/\/dist\/.*$/, '')
const { version } = readJson(`${packageFolder}/package.json`) as { readonly version: string }
const source = `chinese-days ${version} (国务院办公厅节假日安排通知)`
for (let year = firstYear; year <= lastYear; year++) writeYear(year, packageFolder, source, generatedOn)
for (const id of definitions) writeCompiled(id)
