import type { EpochMs } from '../kernel/brand.ts'
import type { SlaReference } from './context.ts'
import { dueOf, endedClocks } from './measure.ts'
import type { Placed } from './order.ts'
import type { CompiledPolicy, CompiledRule } from './policy-compile.ts'
import { applies, type ClockDraft, type Ending, pausesFor, type Run, type Scene } from './run.ts'
import type { Signal, SignalType } from './signal.ts'

/** Lets one signal act on the scene. `placed` and `index` are needed only to bring in clocks a new policy adds. */
export function applySignal(
  scene: Scene,
  item: Placed,
  lookup: SlaReference,
  placed: readonly Placed[],
  index: number,
): void {
  applyTerms(scene, item)
  if (item.signal.type === 'calendar_published' || item.signal.type === 'opened') applyCalendar(scene, item, lookup)
  if (item.signal.type === 'policy_applied' || item.signal.type === 'opened') {
    const added = applyPolicy(scene, item, lookup)
    if (added.length > 0) replayAdded(scene, added, placed.slice(0, index))
  }
  applyHold(scene, item)
  applyRules(scene, item, scene.terms.compiled.rules)
}

const termTypes: ReadonlySet<SignalType> = new Set(['opened', 'classified', 'promoted', 'channel_found'])

function applyTerms(scene: Scene, { signal, atMs }: Placed): void {
  if (!termTypes.has(signal.type)) return
  const { terms, facts } = scene
  const urgency = signal.urgency ?? terms.urgency
  const severity = signal.severity ?? terms.severity
  markPassed(scene, atMs)
  if (urgency !== terms.urgency || severity !== terms.severity) scene.terms = { ...terms, urgency, severity }
  scene.facts = {
    problemType: signal.problemType ?? facts.problemType,
    channel: signal.channel ?? facts.channel,
    caseKind: signal.caseKind ?? facts.caseKind,
  }
}

/** Keeps on record that a due time passed under the terms about to be left. */
function markPassed(scene: Scene, atMs: EpochMs): void {
  for (const run of scene.runs.values()) if (run.open) markRun(scene, run, atMs)
}

function markRun(scene: Scene, run: Run, atMs: EpochMs): void {
  if (!applies(run.compiled.rule, scene.facts)) return
  const dueMs = dueOf(run, scene.terms, pausesFor(scene, run.compiled.rule))
  if (dueMs !== null && dueMs < atMs) run.passedDueMs = Math.min(dueMs, run.passedDueMs ?? dueMs)
}

function applyCalendar(scene: Scene, { signal, atMs }: Placed, lookup: SlaReference): void {
  const { calendar: named } = signal
  const { business } = scene.terms
  if (named === undefined || (named.id === business.id && named.version === business.version)) return
  if (signal.type === 'calendar_published' && named.id !== business.id) return
  const calendar = lookup.calendarOf(named.id, named.version)
  if (calendar === undefined) {
    scene.warnings.push({ key: 'calendar.unknown_version', params: { ...named } })
    return
  }
  markPassed(scene, atMs)
  scene.terms = { ...scene.terms, business: calendar }
}

/** Returns the rules the new policy adds. Clocks it no longer has end without a verdict. */
function applyPolicy(scene: Scene, { signal, atMs }: Placed, lookup: SlaReference): readonly CompiledRule[] {
  const { policy: named } = signal
  const { compiled: old } = scene.terms
  if (named === undefined || (named.id === old.policy.id && named.version === old.policy.version)) return []
  const compiled = lookup.policyOf(named.id, named.version)
  if (compiled === undefined) {
    scene.warnings.push({ key: 'policy.unknown_version', params: { ...named } })
    return []
  }
  markPassed(scene, atMs)
  for (const run of scene.runs.values()) moveRun(scene, run, compiled, { atMs, by: signal.type, verdict: 'unjudged' })
  scene.terms = { ...scene.terms, compiled }
  return compiled.rules.filter(({ rule }) => !old.byClock.has(rule.clock))
}

function moveRun(scene: Scene, run: Run, compiled: CompiledPolicy, ending: Ending): void {
  const next = compiled.byClock.get(run.compiled.rule.clock)
  if (next !== undefined) run.compiled = next
  else if (run.open) endRun(scene, run, ending)
}

/** Clocks the old policy did not know start from their own start all the same: the past is heard again for them. */
function replayAdded(scene: Scene, added: readonly CompiledRule[], past: readonly Placed[]): void {
  const pauses = scene.pauses.splice(0)
  for (const item of past) {
    applyHold(scene, item, true)
    applyRules(scene, item, added)
  }
  scene.pauses.splice(0, scene.pauses.length, ...pauses)
}

const endsHold: ReadonlySet<SignalType> = new Set(['resumed', 'resolved', 'closed', 'withdrawn', 'merged', 'reopened'])

function applyHold(scene: Scene, { signal, atMs }: Placed, silent = false): void {
  const { pauses } = scene
  const last = pauses.at(-1)
  const open = last !== undefined && last.toMs === null
  if (signal.type === 'held' && !open) pauses.push({ fromMs: atMs, toMs: null, reason: signal.reason ?? '' })
  else if (open && (endsHold.has(signal.type) || isReply(scene, signal, last.reason))) {
    pauses[pauses.length - 1] = { ...last, toMs: atMs }
    if (!silent && signal.type === 'communicated')
      scene.warnings.push({ key: 'hold.customer_answered', params: { atMs, reason: last.reason } })
  }
}

function isReply({ terms }: Scene, signal: Signal, reason: string): boolean {
  const { resumeOnReply } = terms.compiled.policy
  const inbound = signal.type === 'communicated' && signal.direction === 'in'
  return inbound && (resumeOnReply === 'any' || resumeOnReply.includes(reason))
}

/** An answer from the customer or an attempt that reached nobody stops nothing. */
const stops = ({ direction, reached }: Signal): boolean => direction !== 'in' && reached !== false

function applyRules(scene: Scene, item: Placed, rules: readonly CompiledRule[]): void {
  const { signal, atMs, recordedAtMs, backdated } = item
  const listeners = scene.terms.compiled.listeners.get(signal.type)
  if (listeners === undefined) return
  const only = rules === scene.terms.compiled.rules ? null : new Set(rules)
  const mine = (compiled: CompiledRule): boolean => only === null || only.has(compiled)
  const stopMs = signal.type === 'opened' ? recordedAtMs : atMs
  const { way, type: by } = signal
  if (stops(signal)) {
    const ending: Ending = { atMs: stopMs, by, verdict: 'judged', way, backdated }
    for (const compiled of listeners.stop) if (mine(compiled)) stopRuns(scene, compiled, signal, ending)
  }
  const over: Ending = { atMs, by, verdict: 'unjudged' }
  for (const compiled of listeners.end) if (mine(compiled)) stopRuns(scene, compiled, signal, over)
  for (const compiled of listeners.start) if (mine(compiled)) startRun(scene, compiled, signal, atMs)
}

function stopRuns(scene: Scene, { rule }: CompiledRule, signal: Signal, ending: Ending): void {
  const bySubject = rule.per === 'subject' && signal.subject !== undefined
  for (const run of scene.runs.values()) {
    if (!run.open || run.compiled.rule.clock !== rule.clock) continue
    if (!bySubject || run.subject === signal.subject) endRun(scene, run, ending)
  }
}

/** Ends the present cycle; a recurring clock goes on from the stop, any other end closes it. */
function endRun(scene: Scene, run: Run, ending: Ending): void {
  const { rule, recurs } = run.compiled
  const ended = endedClocks(run, scene.terms, pausesFor(scene, rule, ending.atMs), ending)
  const counts = applies(rule, scene.facts)
  for (const clock of ended) {
    if (counts) keepLate(clock)
    run.done.push(clock)
  }
  run.cycle += ended.length
  if (ended.length > 0) run.passedDueMs = undefined
  run.open = ending.verdict === 'judged' && recurs
  run.startMs = ending.atMs
  run.afterDay = scene.terms.business.localDay(ending.atMs)
  run.contacted = true
}

/** A verdict given while the rule held stays visible when a later classification makes the rule not apply. */
function keepLate(clock: ClockDraft): void {
  const { dueAtMs, endedAtMs } = clock
  const late = dueAtMs !== null && endedAtMs !== undefined && endedAtMs > dueAtMs
  if (late) clock.passedDueAtMs ??= dueAtMs
}

function startRun(scene: Scene, compiled: CompiledRule, signal: Signal, atMs: EpochMs): void {
  const { rule } = compiled
  const subject = rule.per === 'subject' ? signal.subject : undefined
  if (rule.targets[scene.terms.urgency].kind === 'given' && signal.dueAtMs === undefined) {
    scene.warnings.push({ key: 'signal.incomplete', params: { type: signal.type, field: 'dueAtMs' } })
    return
  }
  const key = subject === undefined ? rule.clock : `${rule.clock}\n${subject}`
  const run = scene.runs.get(key)
  const fresh = { startMs: atMs, givenMs: signal.dueAtMs, open: true, contacted: false, afterDay: null }
  if (run === undefined) {
    scene.runs.set(key, { compiled, subject, cycle: 1, ...fresh, passedDueMs: undefined, done: [] })
  } else if (!run.open && (rule.again || rule.per === 'subject')) Object.assign(run, fresh)
  else if (run.open && rule.targets[scene.terms.urgency].kind === 'given') {
    markRun(scene, run, atMs)
    run.givenMs = signal.dueAtMs
  }
}
