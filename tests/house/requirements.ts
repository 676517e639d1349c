/** A claim: one sentence a test can prove. */
export interface Claim {
  readonly id: string
  readonly text: string
  /** Steps of the build in which it becomes true: letters, or `later`. */
  readonly steps: readonly string[]
}

/** A row of docs/REQUIREMENTS.md with its claims. */
export interface Requirement {
  readonly id: string
  readonly text: string
  readonly claims: readonly Claim[]
}

const rowLine = /^\| \*\*([A-Z]+-\d+)\*\* \| (.+?) \| *\|$/
const claimLine = /^\| ([A-Z]+-\d+)([a-z]) \| (.+?) \| ([A-Z]( [A-Z])*|later) \|$/

/**
 * Reads the tables of docs/REQUIREMENTS.md. Throws when a table line is neither a row nor a claim, an id stands twice, a
 * claim follows a row it does not belong to, or a row has no claim.
 */
export function readRequirements(markdown: string): readonly Requirement[] {
  const rows: { id: string; text: string; claims: Claim[] }[] = []
  const seen = new Set<string>()
  for (const line of markdown.split('\n').filter((text) => /^\| (\*\*)?[A-Z]+-/.test(text))) {
    const [, rowId, rowText] = rowLine.exec(line) ?? []
    const [, owner, letter, text, steps] = claimLine.exec(line) ?? []
    const id = rowId ?? `${owner}${letter}`
    if (seen.has(id)) throw new Error(`${id} stands twice`)
    seen.add(id)
    const row = rows.at(-1)
    if (rowId !== undefined && rowText !== undefined) rows.push({ id: rowId, text: rowText, claims: [] })
    else if (text === undefined || steps === undefined) throw new Error(`neither a row nor a claim: ${line}`)
    else if (row === undefined || row.id !== owner) throw new Error(`${id} does not stand under its row`)
    else row.claims.push({ id, text, steps: steps.split(' ') })
  }
  const empty = rows.find(({ claims }) => claims.length === 0)
  if (empty !== undefined) throw new Error(`${empty.id} has no claim`)
  return rows
}

/** Ids a text names: `SLA-1` and `SLA-1a`, each once, in order. */
export function idsIn(text: string, prefixes: ReadonlySet<string>): readonly string[] {
  const found = [...text.matchAll(/(?<![A-Za-z0-9-])([A-Z]{2,5})-\d+[a-z]?(?![A-Za-z0-9])/g)]
  return [...new Set(found.filter(([, prefix]) => prefixes.has(prefix ?? '')).map(([id]) => id))]
}

/** `SLA-1a` → `SLA-1`. */
export const rowOf = (id: string): string => id.replace(/[a-z]$/, '')
