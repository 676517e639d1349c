import { idBytes, idText } from './bytes.ts'
import type { Counters } from './counts.ts'
import type { ReadDb, WriteDb } from './database.ts'
import { bound, looseEvents, looseMoves, type Moves, mostLoose } from './loose-rows.ts'

/** Where the first event of a command stands. */
export interface CommandPlace {
  readonly caseRef: number
  readonly wallMs: number
}

/** The loose events as the writer knows them. */
export interface Loose {
  readonly count: () => number
  readonly hasRoom: (events: number) => boolean
  readonly hasCase: (ref: number) => boolean
  readonly byCommand: (command: string) => CommandPlace | undefined
  /** An event was inserted loose; inside the caller's transaction. */
  readonly added: (caseRef: number, wallMs: number, command: string | undefined) => void
  /** What the save moved between the queues waits with its newest event; `false` = the save left nothing loose. */
  readonly keep: (moves: Moves) => boolean
  /** Puts everything loose into the indexes and its moves into the counters; inside a transaction. */
  readonly bind: () => void
  readonly forget: () => void
}

interface LooseRow {
  readonly seq: number
  readonly case_ref: number
  readonly wall_ms: number
  readonly command: Uint8Array | null
  readonly loose: string
}

const rowsSql = `SELECT seq, case_ref, wall_ms, command, loose FROM ${looseEvents('seq, case_ref, wall_ms, command')}`

export function createLoose(db: WriteDb, counts: Counters): Loose {
  let cases: number[] = []
  let isTouched = false
  /** Read from the file when it is asked for: after a rollback the file may not answer at once. */
  let isKnown = false
  const commands = new Map<string, CommandPlace>()
  const add = (caseRef: number, wallMs: number, command: string | undefined): void => {
    cases.push(caseRef)
    if (command !== undefined) commands.set(command, { caseRef, wallMs })
  }
  const clear = (): void => {
    cases = []
    isTouched = false
    commands.clear()
  }
  const known = (): readonly number[] => {
    if (isKnown) return cases
    for (const row of db.all<LooseRow>(rowsSql))
      add(row.case_ref, row.wall_ms, row.command === null ? undefined : idText(row.command))
    isKnown = true
    return cases
  }
  return {
    count: () => known().length,
    hasRoom: (events) => known().length + events <= mostLoose,
    hasCase: (ref) => known().includes(ref),
    byCommand: (command) => (known().length > 0 ? commands.get(command) : undefined),
    added: (caseRef, wallMs, command) => {
      add(caseRef, wallMs, command)
      isTouched = true
    },
    keep: ({ shares, owned }) => {
      const isKept = isTouched
      isTouched = false
      if (isKept && shares.length + owned.length > 0)
        db.run(
          'UPDATE events SET loose = ? WHERE seq = (SELECT max(seq) FROM events)',
          JSON.stringify({ shares, owned }),
        )
      return isKept
    },
    bind: () => {
      const refs = new Set(known())
      if (refs.size === 0) return
      for (const moves of looseMoves(db)) counts.add(moves)
      const first = db.get<{ seq: number }>(`SELECT min(seq) AS seq FROM ${looseEvents('seq')}`)?.seq ?? 0
      db.run('UPDATE events SET loose = NULL WHERE seq >= ? AND loose IS NOT NULL', first)
      for (const ref of refs) db.run('UPDATE cases SET loose = NULL WHERE ref = ? AND loose IS NOT NULL', ref)
      clear()
    },
    forget: () => {
      clear()
      isKnown = false
    },
  }
}

/** Whoever needs all of it in the indexes has it put there. */
export function bindLoose({
  loose,
  commit,
}: {
  readonly loose: Loose
  readonly commit: (work: () => void) => void
}): void {
  if (loose.count() > 0) commit(() => undefined)
}

/** Where a command was saved, if it was. */
export const placeOfCommand = ({ db, loose }: { readonly db: ReadDb; readonly loose: Loose }, command: string) =>
  loose.byCommand(command) ??
  db.get<CommandPlace>(
    `SELECT case_ref AS caseRef, wall_ms AS wallMs FROM events WHERE command = ? AND ${bound}`,
    idBytes(command),
  )
