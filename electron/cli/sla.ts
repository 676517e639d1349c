import around from '../../resources/calendars/compiled/24x7.json' with { type: 'json' }
import office from '../../resources/calendars/compiled/cn-office.json' with { type: 'json' }
import ladderData from '../../resources/ladder/default-v1.json' with { type: 'json' }
import defaultPolicy from '../../resources/policies/default-v1.json' with { type: 'json' }
import type { EpochMs } from '../../shared/kernel/brand.ts'
import { ok, type Refusal, type Result, refuse } from '../../shared/kernel/result.ts'
import { type Calendar, openCalendar } from '../../shared/sla/calendar.ts'
import type { CaseClocks } from '../../shared/sla/fold.ts'
import { foldClocks } from '../../shared/sla/fold.ts'
import { parseInstant } from '../../shared/sla/iso.ts'
import { parseLadders } from '../../shared/sla/ladder.ts'
import { type CompiledPolicy, compilePolicy } from '../../shared/sla/policy-compile.ts'
import type { Signal } from '../../shared/sla/signal.ts'
import { signalsUntil } from '../../shared/sla/view.ts'
import { readSlaEvents } from './sla-events.ts'
import { clockLines } from './sla-lines.ts'

/** What the command prints (one JSON text each) and how it ends: 0 done, 2 bad input. */
export interface SlaRun {
  readonly lines: readonly string[]
  readonly exitCode: 0 | 2
}

/**
 * The options as typed. `policy` = files, the first holds from the start, later ones are there to be applied; none = the
 * default pack. `calendar` = id of shipped hours. `events` = file of JSON lines or one JSON array. `at` = ISO 8601 with
 * offset or epoch ms; left out, now. `cycles` = ended cycles too.
 */
export interface SlaArgs {
  readonly policy?: readonly string[] | undefined
  readonly calendar?: string | undefined
  readonly events: string
  readonly at?: string | undefined
  readonly cycles?: boolean | undefined
}

/** `readText` throws what the disk throws. */
export interface SlaPorts {
  readonly readText: (path: string) => string
  readonly nowMs: () => EpochMs
}

const shipped: Readonly<Record<string, unknown>> = { 'cn-office': office, '24x7': around }

/** `redress sla`: what each clock says at a time. Source: surfaces.md `sla`, domain.md §3. */
export function runSla(args: SlaArgs, ports: SlaPorts): SlaRun {
  const answer = answerSla(args, ports)
  return answer.ok ? { lines: answer.value, exitCode: 0 } : badInput(answer.error)
}

const badInput = (error: Refusal): SlaRun => ({ lines: [JSON.stringify({ error })], exitCode: 2 })

function answerSla(args: SlaArgs, ports: SlaPorts): Result<readonly string[]> {
  const at = readAt(args.at, ports)
  if (!at.ok) return at
  const calendar = readCalendar(args.calendar ?? 'cn-office')
  if (!calendar.ok) return calendar
  const policies = readPolicies(args.policy ?? [], ports)
  if (!policies.ok) return policies
  const text = readFile(ports, args.events, 'events')
  if (!text.ok) return text
  const signals = readSlaEvents(text.value)
  if (!signals.ok) return signals
  const folded = fold(signalsUntil(signals.value, at.value), policies.value, calendar.value)
  const clocks = folded.clocks.filter((clock) => args.cycles === true || clock.current)
  return ok(clockLines(clocks, folded.warnings, calendar.value, at.value).map((line) => JSON.stringify(line)))
}

function fold(signals: readonly Signal[], policies: readonly CompiledPolicy[], business: Calendar): CaseClocks {
  const [policy] = policies
  if (policy === undefined) throw new Error('redress sla: no policy was read')
  const policyOf = (id: string, version: number): CompiledPolicy | undefined =>
    policies.find((it) => it.policy.id === id && it.policy.version === version)
  const calendarOf = (id: string, version: number): Calendar | undefined =>
    business.id === id && business.version === version ? business : undefined
  return foldClocks(signals, { policy, business, reference: { policyOf, calendarOf } })
}

function readAt(text: string | undefined, ports: SlaPorts): Result<EpochMs> {
  if (text === undefined) return ok(ports.nowMs())
  const atMs = /^\d{1,15}$/.test(text) ? Number(text) : parseInstant(text)
  return atMs === null ? refuse('time.malformed', 'at') : ok(atMs)
}

function readCalendar(id: string): Result<Calendar> {
  const data = Object.hasOwn(shipped, id) ? shipped[id] : undefined
  if (data === undefined) return refuse('calendar.unknown', 'calendar', { known: Object.keys(shipped).join(', ') })
  return openCalendar(data)
}

function readPolicies(paths: readonly string[], ports: SlaPorts): Result<readonly CompiledPolicy[]> {
  const ladders = parseLadders(ladderData)
  if (!ladders.ok) return ladders
  const compiled: CompiledPolicy[] = []
  for (const path of paths) {
    const text = readFile(ports, path, 'policy')
    if (!text.ok) return text
    const data = readJson(text.value, 'policy')
    if (!data.ok) return data
    const policy = compilePolicy(data.value, ladders.value)
    if (!policy.ok) return policy
    compiled.push(policy.value)
  }
  if (compiled.length > 0) return ok(compiled)
  const policy = compilePolicy(defaultPolicy, ladders.value)
  return policy.ok ? ok([policy.value]) : policy
}

function readFile(ports: SlaPorts, path: string, field: string): Result<string> {
  try {
    return ok(ports.readText(path))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    return refuse('file.unreadable', field, { code })
  }
}

function readJson(text: string, field: string): Result<unknown> {
  try {
    return ok(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) return refuse('json.malformed', field)
    throw error
  }
}
