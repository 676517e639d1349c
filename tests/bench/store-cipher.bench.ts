import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cipher, openDatabase } from '../../electron/core/store/database.ts'
import type { BenchOptions, Figure } from './figures.ts'
import { type Contest, contest, percentile, perSecond, ratioOf, round } from './store/measure.ts'

export const name = 'store.cipher'

interface Way {
  readonly label: string
  readonly cipher: Cipher
  readonly pageBytes: number
}

/** Every cipher on one page size, and the chosen one on the sizes beside it. Source: docs/decisions/0005-store-cipher.md. */
const ways: readonly Way[] = [
  { label: 'plain, 4 kB', cipher: 'none', pageBytes: 4_096 },
  { label: 'aegis, 4 kB', cipher: 'aegis', pageBytes: 4_096 },
  { label: 'chacha20, 4 kB', cipher: 'chacha20', pageBytes: 4_096 },
  { label: 'sqlcipher, 4 kB', cipher: 'sqlcipher', pageBytes: 4_096 },
  { label: 'aegis, 2 kB', cipher: 'aegis', pageBytes: 2_048 },
  { label: 'aegis, 8 kB', cipher: 'aegis', pageBytes: 8_192 },
]

const key = Buffer.alloc(32, 5)
const ids = ['a', 'b', 'c', 'd'] as const

/** The pages of a save and no more: a long row, a shorter one, and four indexes, two of them in no order. */
function saverOf(dir: string, { cipher, pageBytes }: Way) {
  mkdirSync(dir)
  const file = join(dir, 'a.db')
  const { write, raw, close } = openDatabase({ file, key, mode: 'write', cacheKiB: 32 * 1024, cipher, pageBytes })
  write.exec(`CREATE TABLE events (seq INTEGER PRIMARY KEY, ${ids.join(' BLOB, ')} BLOB, body BLOB);
    CREATE TABLE cases (ref INTEGER PRIMARY KEY, due INTEGER, body BLOB);
    ${ids.map((id) => `CREATE INDEX e_${id} ON events(${id});`).join('')} CREATE INDEX due ON cases(due)`)
  const event = randomBytes(1_500)
  const row = randomBytes(400)
  const inOrder = (i: number): Buffer => {
    const id = Buffer.alloc(16)
    id.writeUInt32BE(i)
    return id
  }
  return {
    act: (i: number) =>
      write.transaction(() => {
        const values = [inOrder(i), inOrder(i * 2), randomBytes(16), randomBytes(16)]
        write.run(`INSERT INTO events (${ids.join(', ')}, body) VALUES (?, ?, ?, ?, ?)`, ...values, event)
        write.run('INSERT INTO cases (due, body) VALUES (?, ?)', (i * 7_919) % 100_003, row)
      }),
    close: (): number => {
      raw.pragma('wal_checkpoint(TRUNCATE)')
      close()
      return statSync(file).size
    },
  }
}

function* figuresOf(way: Way, it: Contest, plain: Contest, bytes: number): Generator<Figure> {
  const ratio = round(ratioOf(it, plain))
  const base = { name, peer: `plain ${Math.round(perSecond(plain))}/s` }
  yield { ...base, metric: `${way.label}: saves, FULL`, value: Math.round(perSecond(it)), unit: '1/s', ratio }
  yield { name, metric: `${way.label}: p99`, value: round(percentile(it.acts, 0.99)), unit: 'ms' }
  yield { name, metric: `${way.label}: size of a save`, value: Math.round(bytes / it.acts.length), unit: 'bytes' }
}

/** The work of a save without the kernel, under every cipher by turns. */
export async function* run({ scale }: BenchOptions): AsyncGenerator<Figure> {
  const dir = mkdtempSync(join(tmpdir(), 'redress-bench-cipher-'))
  try {
    const savers = ways.map((way, i) => ({ way, saver: saverOf(join(dir, String(i)), way) }))
    const acts = Object.fromEntries(savers.map(({ way, saver }) => [way.label, saver.act]))
    const shape = { rounds: Math.max(10, Math.round(60 * Math.min(scale, 1))), batch: 25, warmUp: 4 }
    const found = await contest(acts, shape)
    const plain = found[ways[0]?.label ?? '']
    for (const { way, saver } of savers) {
      const it = found[way.label]
      if (it !== undefined && plain !== undefined) yield* figuresOf(way, it, plain, saver.close())
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
