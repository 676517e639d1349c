import type { Node } from 'libpg-query'
import { loadModule, parseSync } from 'libpg-query'

await loadModule()

/**
 * What a distributed engine that speaks PostgreSQL (Citus, CockroachDB, YugabyteDB) cannot run or runs otherwise: kinds of statements
 * and clauses, by the names PostgreSQL's own parser gives them.
 */
const deniedKinds: ReadonlySet<string> = new Set(
  `LockStmt DeclareCursorStmt FetchStmt ListenStmt NotifyStmt CopyStmt DoStmt CallStmt CreateTrigStmt CreateEventTrigStmt
   CreateFunctionStmt CreateSeqStmt AlterSeqStmt TruncateStmt MergeStmt RuleStmt VacuumStmt PrepareStmt ExecuteStmt
   SQLValueFunction RangeTableSample RangeTableFunc XmlExpr JsonFuncExpr JsonTable GroupingSet CurrentOfExpr CreateTableAsStmt`.split(
    /\s+/,
  ),
)

/** Functions every one of them has, which give the same when a journal is replayed: no clock, chance, counter or lock among them. */
const allowedFunctions: ReadonlySet<string> = new Set(
  'unnest substring encode decode convert_from octet_length strpos sum count max current_setting'.split(' '),
)
const deniedTypes: ReadonlySet<string> = new Set([
  'serial',
  'bigserial',
  'smallserial',
  'jsonb',
  'json',
  'regclass',
  'oid',
])
const systemColumns: ReadonlySet<string> = new Set(['xmin', 'xmax', 'cmin', 'cmax', 'ctid', 'tableoid'])

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields => value !== null && typeof value === 'object'

/** Every node with its kind; lists and plain structures are looked through. */
function* nodesIn(value: unknown): Generator<readonly [kind: string, node: Fields]> {
  if (!isFields(value)) return
  for (const [key, inside] of Object.entries(value)) {
    if (/^[A-Z]/.test(key) && isFields(inside)) yield [key, inside]
    yield* nodesIn(inside)
  }
}

const namesIn = (list: unknown): readonly string[] =>
  (Array.isArray(list) ? (list as Node[]) : []).flatMap((it) => ('String' in it ? (it.String.sval ?? '') : []))

function faultOf(kind: string, node: Fields): string | null {
  if (deniedKinds.has(kind)) return kind
  if (node['withClause'] !== undefined) return 'WithClause'
  if (node['lateral'] === true) return 'LATERAL'
  if (kind === 'LockingClause' && node['waitPolicy'] !== 'LockWaitBlock') return 'a lock that does not wait'
  if (kind === 'FuncCall') {
    const name = namesIn(node['funcname']).at(-1) ?? ''
    return allowedFunctions.has(name) ? null : `function ${name}`
  }
  if (kind === 'ColumnRef' && namesIn(node['fields']).some((it) => systemColumns.has(it))) return 'a system column'
  return kind === 'Constraint' && node['contype'] === 'CONSTR_FOREIGN' ? 'a foreign key' : null
}

/** What a statement uses that is not everywhere; `null` in place of a list would be a statement that does not parse, which throws. */
export function unportableIn(text: string): readonly string[] {
  const { stmts = [] } = parseSync(text)
  const faults = [...nodesIn(stmts)].flatMap(([kind, node]) => faultOf(kind, node) ?? [])
  const types = [...JSON.stringify(stmts).matchAll(/"(?:typeName|type)":\{"names":(\[.*?\])/g)]
  const denied = types.flatMap((it) => namesIn(JSON.parse(it[1] ?? '[]'))).filter((name) => deniedTypes.has(name))
  return [...faults, ...denied, ...(stmts.length === 1 ? [] : ['more than one statement'])]
}

const isOrg = (it: unknown): boolean =>
  isFields(it) && isFields(it['ColumnRef']) && namesIn(it['ColumnRef']['fields']).at(-1) === 'org'
const isFirst = (it: unknown): boolean => isFields(it) && isFields(it['ParamRef']) && it['ParamRef']['number'] === 1

/** Equations that bind the organisation of a table to the first parameter or to another table's. */
function bindings(value: unknown): number {
  return [...nodesIn(value)].filter(([kind, node]) => {
    if (kind !== 'A_Expr' || node['kind'] !== 'AEXPR_OP' || namesIn(node['name'])[0] !== '=') return false
    return isOrg(node['lexpr']) && (isFirst(node['rexpr']) || isOrg(node['rexpr']))
  }).length
}

function insertsOrg(node: Fields): boolean {
  const columns = (node['cols'] as { ResTarget: { name: string } }[]).map((it) => it.ResTarget.name)
  const at = columns.indexOf('org')
  const from = (node['selectStmt'] as { SelectStmt: Fields }).SelectStmt
  const [row] = (from['valuesLists'] ?? []) as { List: { items: unknown[] } }[]
  const targets = (from['targetList'] ?? []) as { ResTarget: { val: unknown } }[]
  return at === 0 && isFirst(row ? row.List.items[at] : targets[at]?.ResTarget.val)
}

/**
 * Whether every table a statement reads or writes is held to the organisation that is its first parameter, or to that of a table
 * that is: one engine's shard holds all of it, and no row of another organisation can come in.
 */
export function namesOrgEverywhere(text: string): boolean {
  const { stmts = [] } = parseSync(text)
  const [[kind, node] = ['', {}]] = nodesIn(stmts)
  const read = [...nodesIn(stmts)].filter(([it]) => it === 'RangeVar').length
  if (kind === 'InsertStmt') return insertsOrg(node) && bindings(node['selectStmt']) >= read
  const isChange = kind === 'UpdateStmt' || kind === 'DeleteStmt'
  return bindings(stmts) >= Math.max(1, read + (isChange ? 1 : 0))
}
