import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import type { Json } from '../kernel/canonical.ts'
import { exchangeContract } from './exchange.ts'

/**
 * The console's own wire: what a screen may ask of the core, over a MessagePort (Electron) or a WebSocket (browser host).
 * Cases and commands travel as the kernel defines them; the core parses commands with `parseCommand`.
 */
const name = z.string().min(1).max(120)
const epochMs = z.int().min(0)
/** Not walked again here: commands are checked by the kernel, answers are made by it, and the wire carries JSON only. */
const json = z.unknown() as z.ZodType<Json>

/** A refusal as it crosses the wire: `tag` is put into words by the screen. */
const RefusalSchema = z.strictObject({
  tag: z.string(),
  field: z.string().optional(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})

export const SessionStateSchema = z.strictObject({
  /** `locked`: the person stepped away; everything of the customer is hidden until a password comes. */
  state: z.enum(['signed_out', 'locked', 'open']),
  actor: z.strictObject({ id: name, name, role: name, team: name }).optional(),
  org: z.strictObject({ id: name, name, zone: name }).optional(),
  /** The server's leave to work without it; once over, new calls can be logged and nothing older opens. */
  lease: z.strictObject({ untilMs: epochMs, over: z.boolean() }).optional(),
  device: z.string(),
  demo: z.boolean(),
  appV: z.string(),
})
export type SessionState = z.infer<typeof SessionStateSchema>
const SessionAnswerSchema = z.union([SessionStateSchema, z.strictObject({ refusal: RefusalSchema })])

/** Sync in figures; the screen makes words of it. `online` = the last exchange succeeded and the stream or poll is alive. */
export const SyncStatusSchema = z.strictObject({
  state: z.enum(['off', 'connecting', 'online', 'offline', 'signed_out', 'refused']),
  lastContactMs: epochMs.optional(),
  pending: z.int().min(0),
  oldestPendingMs: epochMs.optional(),
  refused: z.int().min(0),
  serverOffsetMs: z.int(),
  clockSuspect: z.boolean(),
  reason: z.string().optional(),
})
export type SyncStatus = z.infer<typeof SyncStatusSchema>

/**
 * One clock of one case: `ClockView` of `shared/sla` without its calendar, as it stands when sent. `dueAtMs` is `null` while a
 * pause keeps it from being known. Screens tick by themselves from `dueAtMs` and `nearAtMs`; words are made by the screen.
 */
export const ClockRowSchema = z.strictObject({
  clock: z.string(),
  source: z.string(),
  subject: z.string().optional(),
  cycle: z.int(),
  startedAtMs: epochMs,
  dueAtMs: epochMs.nullable(),
  nearAtMs: epochMs.nullable(),
  state: z.enum(['running', 'paused', 'near', 'breached', 'met', 'stopped']),
  remainingMs: z.int(),
  businessRemainingMs: z.int(),
  targetMs: z.int().min(0),
  pausedMs: z.int(),
  pauseReason: z.string().optional(),
  endedAtMs: epochMs.optional(),
  passedDueAtMs: epochMs.optional(),
  channelProposed: z.array(z.string()),
  channelUsed: z.string().optional(),
  warnings: z.array(
    z.strictObject({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
  ),
})
export type ClockRow = z.infer<typeof ClockRowSchema>

/** One line of a list. Personal data arrives masked. `pending` = not yet confirmed by the server. */
export const CaseRowSchema = z.strictObject({
  id: name,
  number: z.string(),
  status: z.string(),
  kind: z.string(),
  urgency: z.string(),
  severity: z.string(),
  problemType: z.string().optional(),
  symptom: z.string().nullable(),
  customerName: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  channel: z.string(),
  team: z.string(),
  owner: z.string().optional(),
  openedAtMs: epochMs,
  updatedAtMs: epochMs,
  nearest: ClockRowSchema.optional(),
  pending: z.boolean(),
  repeat: z.boolean(),
})
export type CaseRow = z.infer<typeof CaseRowSchema>

export const ExecuteRequestSchema = z.strictObject({
  /** Made once per intent by the screen: the same id twice is one command. */
  commandId: z.uuid(),
  case: name.optional(),
  /** A `CaseCommand`; parsed by the kernel, refused with every fault at once. */
  command: json,
})
export const ExecuteResponseSchema = z.discriminatedUnion('saved', [
  z.strictObject({
    saved: z.literal(true),
    case: name,
    number: z.string(),
    status: z.string(),
    savedAtMs: epochMs,
    undoUntilMs: epochMs.optional(),
  }),
  z.strictObject({ saved: z.literal(false), refusals: z.array(RefusalSchema).min(1) }),
])
export type ExecuteRequest = z.infer<typeof ExecuteRequestSchema>
export type ExecuteResponse = z.infer<typeof ExecuteResponseSchema>

export const ListRequestSchema = z.strictObject({
  view: z.enum(['open', 'mine', 'near', 'breached', 'on_hold', 'unassigned', 'all']),
  text: z.string().max(200).optional(),
  cursor: z.string().max(400).optional(),
  limit: z.int().min(1).max(500),
})
export const ListResponseSchema = z.strictObject({
  rows: z.array(CaseRowSchema),
  next: z.string().optional(),
  /** Exact up to 1,000; beyond, `atLeast` (details.md "Benchmarks"). */
  count: z.strictObject({ value: z.int(), exact: z.boolean() }),
  asOfMs: epochMs,
  tookMs: z.number(),
})
export type ListRequest = z.infer<typeof ListRequestSchema>
export type ListResponse = z.infer<typeof ListResponseSchema>

const names = z.array(name).max(50)

/** What a list or a search is narrowed to; parts left out do not narrow. Source: ux.md "Queue". */
const CaseFilterSchema = z.strictObject({
  status: names.exactOptional(),
  kind: names.exactOptional(),
  urgency: names.exactOptional(),
  severity: names.exactOptional(),
  problemType: names.exactOptional(),
  channel: names.exactOptional(),
  team: names.exactOptional(),
  owner: names.exactOptional(),
  /** Opened in this span, both ends included. */
  openedFromMs: epochMs.exactOptional(),
  openedToMs: epochMs.exactOptional(),
  /** Nearest clock with less (or more) than this left, ms. */
  leftUnderMs: z.int().exactOptional(),
  leftOverMs: z.int().exactOptional(),
  /** Name of the customer: Chinese, pinyin or initials. */
  customer: name.exactOptional(),
  repeat: z.boolean().exactOptional(),
  pending: z.boolean().exactOptional(),
})

export const SearchRequestSchema = z.strictObject({
  /** Words as typed: Chinese, Latin, pinyin or initials of a name, a phone number, its last four digits, a case number. */
  text: z.string().max(200),
  filter: CaseFilterSchema.optional(),
  /** `relevance` ranks the newest 20,000 hits. */
  order: z.enum(['newest', 'relevance']).default('newest'),
  cursor: z.string().max(40).optional(),
  limit: z.int().min(1).max(500),
})
export const SearchResponseSchema = z.strictObject({
  /** `snippet`: a piece of the text around the first hit, covered like any text; `marks` = hits in it, from and to. */
  rows: z.array(
    CaseRowSchema.extend({
      snippet: z.strictObject({ text: z.string(), marks: z.array(z.tuple([z.int(), z.int()])) }),
    }),
  ),
  next: z.string().optional(),
  asOfMs: epochMs,
  tookMs: z.number(),
})
export type SearchRequest = z.infer<typeof SearchRequestSchema>
export type SearchResponse = z.infer<typeof SearchResponseSchema>

/** Everything earlier with the person behind a number, newest first; contact data masked. Source: CASE-4. */
const CustomerHistorySchema = z.strictObject({
  /** The kernel's `Customer` with its `id`; `null` = nobody known here. */
  customer: json.nullable(),
  rows: z.array(CaseRowSchema),
  contacts: z.array(
    z.strictObject({
      case: name,
      way: z.string(),
      direction: z.enum(['in', 'out']),
      purpose: z.string(),
      reached: z.boolean(),
      atMs: epochMs,
    }),
  ),
  compensations: z.array(
    z.strictObject({
      case: name,
      form: z.string(),
      amountMinor: z.int(),
      currency: z.string(),
      state: z.string(),
      atMs: epochMs,
    }),
  ),
  tags: z.array(z.string()),
  satisfaction: z.array(z.strictObject({ case: name, csat: z.int(), atMs: epochMs })),
  repeats: z.int(),
})
export type CustomerHistory = z.infer<typeof CustomerHistorySchema>

/** What a screen shows of one case: the kernel's `Case` (JSON), its record as data, its clocks, what may be done. */
const CaseViewSchema = z.strictObject({
  case: json,
  record: z.array(json),
  clocks: z.array(ClockRowSchema),
  nextStep: json.nullable(),
  available: z.array(z.string()),
  pending: z.boolean(),
  /** `unsigned`: the chain holds as far as the server has ordered it, newer events wait. */
  chain: z.enum(['verified', 'unsigned', 'broken']),
})

/** What a check of every hash and chain in the local record found. Source: TRU-1. */
const VerifyReportSchema = z.strictObject({
  ok: z.boolean(),
  events: z.int(),
  cases: z.int(),
  devices: z.int(),
  unordered: z.int(),
  firstBad: z
    .strictObject({
      what: z.enum(['event', 'device_chain', 'case_chain']),
      event: z.string(),
      number: z.string(),
      case: z.string(),
      device: z.string(),
      n: z.int(),
    })
    .nullable(),
})

/** Text of a call not yet saved, kept while typing; `body` belongs to the screen that wrote it. Source: CASE-8. */
export const DraftSchema = z.strictObject({ id: name, savedAtMs: epochMs, body: json })
export type Draft = z.infer<typeof DraftSchema>

export const ChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cases'), ids: z.array(name) }),
  z.strictObject({ kind: z.literal('sync'), status: SyncStatusSchema }),
  z.strictObject({ kind: z.literal('session'), session: SessionStateSchema }),
  z.strictObject({ kind: z.literal('reference') }),
])
export type Change = z.infer<typeof ChangeSchema>

export const consoleContract = {
  session: {
    current: oc.output(SessionStateSchema),
    signIn: oc
      .input(z.strictObject({ org: name, user: name, password: z.string().min(1).max(200) }))
      .output(SessionAnswerSchema),
    lock: oc.output(SessionStateSchema),
    /** `user` is left out for the person who locked it; another name is the next of the shift. */
    unlock: oc
      .input(z.strictObject({ user: name.optional(), password: z.string().min(1).max(200) }))
      .output(SessionAnswerSchema),
  },
  cases: {
    execute: oc.input(ExecuteRequestSchema).output(ExecuteResponseSchema),
    list: oc.input(ListRequestSchema).output(ListResponseSchema),
    /** Cases by their words, what was just saved included. */
    search: oc.input(SearchRequestSchema).output(SearchResponseSchema),
    counts: oc.output(z.record(z.string(), z.strictObject({ value: z.int(), exact: z.boolean() }))),
    get: oc.input(z.strictObject({ id: name })).output(CaseViewSchema.nullable()),
    /** Earlier cases of the person behind a phone number, newest first. Source: CASE-4. */
    byPhone: oc.input(z.strictObject({ phone: z.string().max(60) })).output(CustomerHistorySchema),
  },
  /** Cases in and out by file. */
  exchange: exchangeContract,
  drafts: {
    put: oc.input(DraftSchema.omit({ savedAtMs: true })).output(DraftSchema),
    list: oc.output(z.array(DraftSchema)),
    remove: oc.input(z.strictObject({ id: name })).output(z.strictObject({})),
  },
  record: { verify: oc.output(VerifyReportSchema) },
  sync: { status: oc.output(SyncStatusSchema), now: oc.output(SyncStatusSchema) },
  /** Everything a screen needs from `resources/` and synced reference data: policies, calendars, templates, phrases. */
  reference: {
    get: oc.input(z.strictObject({ kind: name })).output(z.strictObject({ version: z.string(), body: json })),
  },
  changes: oc.output(eventIterator(ChangeSchema)),
}
