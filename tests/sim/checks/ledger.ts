/** What a run knows to be true, whatever the parts say: acts of people, words of the server. */
export interface Ledger {
  /** Events a console said were saved: id → console. */
  readonly saved: Map<string, Saved>
  /** What stood on a console's disk when it was copied: console → event ids. */
  readonly copied: Map<string, ReadonlySet<string>>
  /** Of what was saved: what a console lost with its disk while the server had it: if the server loses it too, nobody has it. */
  readonly onlyAtServer: Set<string>
  /** Of what was saved: what its author's disk and the server lost, unless it is found on the disk once that is open again. */
  readonly unheld: Set<string>
  /** Cases of which the server lost something, each time it was put back. */
  readonly robbed: Set<string>
  /** The least head each scope had in a backup the server was put back to. */
  keptHeads: ReadonlyMap<string, number>
  /** The epoch of the backup the server was put back to: until it begins another one, it may count on under numbers it gave before. */
  unaware: string | undefined
  /** Console and scope → cursor and digest as last seen before it took over the server's epoch: the next pull leads it back. */
  readonly stood: Map<string, string>
  /** The server's word on each event of an epoch, by epoch, device and number. */
  verdicts: Map<string, string>
  /** What of them stands in the server's backup: put back to it, it cannot remember more. */
  backedUp: ReadonlyMap<string, string>
  /** Console → the name it goes by. */
  readonly names: Map<string, string>
  /** Official numbers ever told: number → case. */
  readonly numbers: Map<string, string>
  /** What each person may hold now, as the administrator decided. */
  readonly rights: Map<string, readonly string[]>
  /** People whose rights were narrowed at some time: what they said of cases they no longer reach may be kept apart. */
  readonly narrowed: Set<string>
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
  /** The name its console went by when it was last seen there. */
  readonly device: string
}

export const createLedger = (): Ledger => ({
  saved: new Map(),
  copied: new Map(),
  onlyAtServer: new Set(),
  unheld: new Set(),
  robbed: new Set(),
  keptHeads: new Map(),
  unaware: undefined,
  stood: new Map(),
  verdicts: new Map(),
  backedUp: new Map(),
  names: new Map(),
  numbers: new Map(),
  rights: new Map(),
  narrowed: new Set(),
  forged: new Set(),
  restores: 0,
})
