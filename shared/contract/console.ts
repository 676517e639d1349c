import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import type { Json } from '../kernel/canonical.ts'
import { attachmentsContract } from './attachments.ts'
import { ChoicesSchema } from './choices.ts'
import { exchangeContract } from './exchange.ts'
import { ExecuteRequestSchema, ExecuteResponseSchema } from './execute.ts'
import { judgedContract } from './judged.ts'
import { machineContract } from './machine.ts'
import { RefusalSchema } from './refusal.ts'
import { CaseRowSchema, ClockRowSchema } from './rows.ts'
import { SessionStateSchema, sessionContract } from './session.ts'
import { transfersContract } from './transfers.ts'
import {
  BulkRequestSchema,
  CaseFilterSchema,
  JudgeResponseSchema,
  RevealRequestSchema,
  RevealResponseSchema,
  viewNames,
  viewsContract,
} from './work.ts'

/**
 * The console's own wire: what a screen may ask of the core, over a MessagePort (Electron) or a WebSocket (browser host).
 * Cases and commands travel as the kernel defines them; the core parses commands with `parseCommand`.
 */
const name = z.string().min(1).max(120)
const epochMs = z.int().min(0)
/** Not walked again here: commands are checked by the kernel, answers are made by it, and the wire carries JSON only. */
const json = z.unknown() as z.ZodType<Json>

/** Sync in figures; the screen makes words of it. `online` = the last exchange succeeded and the stream or poll is alive. */
export const SyncStatusSchema = z.strictObject({
  state: z.enum(['off', 'connecting', 'online', 'offline', 'signed_out', 'refused']),
  lastContactMs: epochMs.optional(),
  pending: z.int().min(0),
  oldestPendingMs: epochMs.optional(),
  refused: z.int().min(0),
  serverOffsetMs: z.int(),
  clockSuspect: z.boolean(),
  /** Too long without the server: new calls can be logged, nothing older opens. */
  leaseOver: z.boolean().optional(),
  reason: z.string().optional(),
})
export type SyncStatus = z.infer<typeof SyncStatusSchema>

export const ListRequestSchema = z.strictObject({
  view: z.enum(viewNames),
  /** Words anywhere in the case, as in a search. */
  text: z.string().max(200).optional(),
  filter: CaseFilterSchema.optional(),
  cursor: z.string().max(400).optional(),
  limit: z.int().min(1).max(500),
  /**
   * Due times at which the screen begins a new heading, ascending. Under each heading important and angry customers stand first;
   * left out, the nearest clock alone decides.
   */
  headings: z.array(epochMs).max(8).optional(),
  /** Read from the last row towards the first: `next` then leads to what stands before. */
  backward: z.boolean().optional(),
})
export const ListResponseSchema = z.strictObject({
  rows: z.array(CaseRowSchema),
  next: z.string().optional(),
  /** All that is listed, told with the first page. Exact up to 1,000, then at least that (details.md "Benchmarks"). */
  count: z.strictObject({ value: z.int(), exact: z.boolean() }).optional(),
  asOfMs: epochMs,
  tookMs: z.number(),
})
export type ListRequest = z.infer<typeof ListRequestSchema>
export type ListResponse = z.infer<typeof ListResponseSchema>

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

/** `unsigned`: the chain holds as far as the server has ordered it, newer events wait. `unchecked`: ask `cases.chain`. */
const ChainMarkSchema = z.enum(['verified', 'unsigned', 'broken', 'unchecked'])

/** What a screen shows of one case: the kernel's `Case` (JSON), its record as data, its clocks, what may be done. */
const CaseViewSchema = z.strictObject({
  case: json,
  /** Oldest first; asked for the newest so many, only those. */
  record: z.array(json),
  /** How many entries came before them. */
  older: z.int().min(0),
  clocks: z.array(ClockRowSchema),
  nextStep: json.nullable(),
  available: z.array(z.string()),
  pending: z.boolean(),
  chain: ChainMarkSchema,
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

/** An own event that was not taken, with the reason; `doubtful` = it waits, and would not be taken as things stand. SYNC-5. */
export const RefusedEntrySchema = z.strictObject({
  event: name,
  case: name,
  number: z.string(),
  verdict: z.enum(['refused', 'quarantined', 'doubtful']),
  code: z.string(),
  field: z.string().optional(),
  type: z.string(),
  atMs: epochMs,
  /** Its free words, personal data covered. */
  words: z.string(),
  defeatedBy: z.strictObject({ type: z.string(), actor: name, atMs: epochMs }).optional(),
})
export type RefusedEntry = z.infer<typeof RefusedEntrySchema>
/** A case in which two people gave one field two values, not knowing of each other. Source: sync.md "On the device". */
export const ConflictEntrySchema = z.strictObject({
  case: name,
  number: z.string(),
  symptom: z.string().nullable(),
  /** Fields by the names the record uses, with what each side gave, personal data covered; the last value stands for now. */
  fields: z.array(
    z.strictObject({
      field: name,
      values: z.array(z.strictObject({ event: name, value: json, by: name, atMs: epochMs })).min(2),
    }),
  ),
})
export type ConflictEntry = z.infer<typeof ConflictEntrySchema>
const answered = z.strictObject({ event: name, commandId: z.uuid() })
const settled = z.strictObject({
  case: name,
  field: name,
  /** The event whose value is to hold. */
  pick: name,
  commandId: z.uuid(),
  /** Keeps what is not picked as a note, under these words of the screen; values it cannot know are put after them. */
  note: z.strictObject({ lead: z.string().max(2000), commandId: z.uuid() }).optional(),
})

/** Text of a call not yet saved, kept while typing; `body` belongs to the screen that wrote it. Source: CASE-8. */
export const DraftSchema = z.strictObject({ id: name, savedAtMs: epochMs, body: json })
export type Draft = z.infer<typeof DraftSchema>

export const ChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cases'), ids: z.array(name) }),
  z.strictObject({ kind: z.literal('sync'), status: SyncStatusSchema }),
  z.strictObject({ kind: z.literal('session'), session: SessionStateSchema }),
  z.strictObject({ kind: z.literal('reference') }),
  /** What the person at work chose on another machine came in. */
  z.strictObject({ kind: z.literal('choices') }),
  /** What `notices.list` says is otherwise now. */
  z.strictObject({ kind: z.literal('notices') }),
])
export type Change = z.infer<typeof ChangeSchema>

export type { Choices } from './choices.ts'
export type { ExecuteRequest, ExecuteResponse } from './execute.ts'
export type { CaseRow, ClockRow } from './rows.ts'

/** A ringing call: `IncomingCall` of `shared/intake`. Source: CALL-12. */
const IncomingCallSchema = z.strictObject({
  number: name.nullable(),
  queue: name.exactOptional(),
  callId: name.exactOptional(),
})

export const consoleContract = {
  session: sessionContract,
  cases: {
    execute: oc.input(ExecuteRequestSchema).output(ExecuteResponseSchema),
    /** Several cases in one transaction; answers in the order asked. */
    executeAll: oc.input(BulkRequestSchema).output(z.strictObject({ answers: z.array(ExecuteResponseSchema) })),
    /** The preview of `executeAll`: judged by the same rules, nothing is saved. */
    judge: oc.input(BulkRequestSchema).output(JudgeResponseSchema),
    reveal: oc.input(RevealRequestSchema).output(RevealResponseSchema),
    list: oc.input(ListRequestSchema).output(ListResponseSchema),
    /** Cases by their words, what was just saved included. */
    search: oc.input(SearchRequestSchema).output(SearchResponseSchema),
    counts: oc.output(z.record(z.string(), z.strictObject({ value: z.int(), exact: z.boolean() }))),
    /** The whole case with its chain checked; with `newest`, at once: so much of the record, the chain not looked at yet. */
    get: oc
      .input(z.strictObject({ id: name, newest: z.int().min(1).max(5000).optional() }))
      .output(CaseViewSchema.nullable()),
    /** Every hash and link of one case, checked now. */
    chain: oc.input(z.strictObject({ id: name })).output(ChainMarkSchema),
    /** Earlier cases of the person behind a phone number, newest first. Source: CASE-4. */
    byPhone: oc.input(z.strictObject({ phone: z.string().max(60) })).output(CustomerHistorySchema),
  },
  /** What other departments are asked, and what they ask. */
  transfers: transfersContract,
  judged: judgedContract,
  /** Lists the person keeps. */
  views: viewsContract,
  attachments: attachmentsContract,
  /** Cases in and out by file. */
  exchange: exchangeContract,
  drafts: {
    put: oc.input(DraftSchema.omit({ savedAtMs: true })).output(DraftSchema),
    list: oc.output(z.array(DraftSchema)),
    remove: oc.input(z.strictObject({ id: name })).output(z.strictObject({})),
  },
  /** What the person at work has chosen for themselves. */
  choices: { get: oc.output(ChoicesSchema), put: oc.input(ChoicesSchema).output(z.strictObject({})) },
  /** What came back from the server: looked at by a person, said again, kept as a note, or let go. */
  refused: {
    list: oc.output(z.array(RefusedEntrySchema)),
    /** Values that stand side by side until somebody picks. */
    conflicts: oc.output(z.array(ConflictEntrySchema)),
    settle: oc.input(settled).output(ExecuteResponseSchema),
    redo: oc.input(answered).output(ExecuteResponseSchema),
    /** `lead`: what the screen writes before the words that are kept. */
    keepAsNote: oc.input(answered.extend({ lead: z.string().max(500) })).output(ExecuteResponseSchema),
    letGo: oc.input(z.strictObject({ event: name })).output(z.strictObject({ done: z.boolean() })),
  },
  record: { verify: oc.output(VerifyReportSchema) },
  /** The machine the console runs on, and the organisation's others. */
  machine: machineContract,
  sync: {
    status: oc.output(SyncStatusSchema),
    now: oc.output(SyncStatusSchema),
    /** What the window knows of this machine: on battery, or on a line paid by the byte, the core talks less. */
    surroundings: oc.input(z.strictObject({ onBattery: z.boolean(), metered: z.boolean() })).output(z.strictObject({})),
  },
  /** Everything a screen needs from `resources/` and synced reference data: policies, calendars, templates, phrases. */
  reference: {
    get: oc.input(z.strictObject({ kind: name })).output(z.strictObject({ version: z.string(), body: json })),
  },
  changes: oc.output(eventIterator(ChangeSchema)),
  /** Calls handed over by the phone system, each to one window. */
  calls: oc.output(eventIterator(IncomingCallSchema)),
  /** What is amiss and keeps nobody from working: `disk.nearly_full` {freeMb}, `store.repaired` {cases, holes}. */
  notices: {
    list: oc.output(z.array(RefusalSchema)),
    /** A person has read of the repair. */
    seen: oc.output(z.strictObject({})),
  },
}
