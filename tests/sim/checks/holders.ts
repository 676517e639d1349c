import type { Ledger } from './ledger.ts'

/**
 * The store file of a console is lost, or its disk is what it was before. `beside` = what stands there all the same: in the flight
 * recorder, or on the copy that was put back. An event the server has comes back from there. One that neither has may still be in
 * what was left of the file: that is seen once it is opened again (`giveUpUnheld`).
 *
 * Copies on other consoles do not count: nobody can prove another's event to the server, so only its author sends it again.
 * Source: details.md "The flight recorder guards only against a destroyed database file".
 */
export function noteFileLost(
  ledger: Ledger,
  box: string,
  { beside, atServer }: { readonly beside: ReadonlySet<string>; readonly atServer: ReadonlySet<string> },
): void {
  for (const [id, saved] of ledger.saved) {
    if (saved.box !== box || beside.has(id)) continue
    if (atServer.has(id)) ledger.onlyAtServer.add(id)
    else ledger.unheld.add(id)
  }
}

/** The server was put back. What an author's disk had lost before, and has not had from there again, may be nowhere now. */
export function noteServerLost(ledger: Ledger, atServer: ReadonlySet<string>): void {
  for (const id of ledger.onlyAtServer) {
    if (atServer.has(id)) continue
    ledger.onlyAtServer.delete(id)
    ledger.unheld.add(id)
  }
}

/** A console is open, with `held` on its disk: of what was to be looked for there, the rest is held by nobody and no longer looked for. */
export function giveUpUnheld(ledger: Ledger, box: string, held: ReadonlySet<string>): void {
  const isHere = (id: string): boolean => held.has(id) && ledger.saved.get(id)?.box === box
  for (const id of ledger.onlyAtServer) if (isHere(id)) ledger.onlyAtServer.delete(id)
  for (const id of ledger.unheld) {
    if (ledger.saved.get(id)?.box !== box) continue
    ledger.unheld.delete(id)
    if (!isHere(id)) ledger.saved.delete(id)
  }
}
