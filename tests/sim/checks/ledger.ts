/** What a run knows to be true, whatever the parts say: acts of people, words of the server. */
export interface Ledger {
  /** Events a console said were saved: id → console. */
  readonly saved: Map<string, Saved>
  /** What stood on a console's disk when it was copied: console → event ids. */
  readonly copied: Map<string, ReadonlySet<string>>
  /** Of what was saved: what a console lost with its disk while the server had it: if the server loses it too, nobody has it. */
  readonly onlyAtServer: Set<string>
  /** The server's word on each event of an epoch, by epoch, device and number. */
  verdicts: Map<string, string>
  /** What of them stands in the server's backup: put back to it, it cannot remember more. */
  backedUp: ReadonlyMap<string, string>
  /** The newest word on an event, by its id. */
  readonly judged: Map<string, string>
  /** Official numbers ever told: number → case. */
  readonly numbers: Map<string, string>
  /** What each person may hold now, as the administrator decided. */
  readonly rights: Map<string, readonly string[]>
  /** People whose rights were narrowed, or whose session was ended, at some time: their events may be kept apart. */
  readonly narrowed: Set<string>
  /** Device id → console name, of honest consoles. */
  readonly devices: Map<string, string>
  /** Events of villains and of newer versions that the server may or may not take. */
  readonly forged: Set<string>
  /** How often the server was put back to a backup. */
  restores: number
}

export interface Saved {
  readonly box: string
  readonly kind: string
  readonly type: string
  readonly caseId: string
  readonly actor: string
  readonly n: number
}

export const createLedger = (): Ledger => ({
  saved: new Map(),
  copied: new Map(),
  onlyAtServer: new Set(),
  verdicts: new Map(),
  backedUp: new Map(),
  judged: new Map(),
  numbers: new Map(),
  rights: new Map(),
  narrowed: new Set(),
  devices: new Map(),
  forged: new Set(),
  restores: 0,
})
