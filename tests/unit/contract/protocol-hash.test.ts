import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { consoleContract } from '../../../shared/contract/console.ts'
import { serverContract } from '../../../shared/contract/server.ts'
import type { Json } from '../../../shared/kernel/canonical.ts'
import { canonicalBytes } from '../../../shared/kernel/canonical.ts'
import { EnvelopeSchema } from '../../../shared/kernel/envelope.ts'
import { hashBytes } from '../../../shared/kernel/hash.ts'
import * as protocol from '../../../shared/sync/protocol.ts'

/** `{protocolVersion: hash}`: one line for every wire that was ever released; the last one is today's. */
const file = join(import.meta.dirname, 'protocol-hash.json')

const jsonSchema = (schema: z.ZodType): Json => z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }) as Json

/** Schemas of all procedures with their paths, whatever their nesting. */
function procedures(node: object, path: string): Record<string, Json> {
  const own = (node as { readonly '~orpc'?: Readonly<Record<string, unknown>> })['~orpc']
  if (own === undefined)
    return Object.assign({}, ...Object.entries(node).map(([key, value]) => procedures(value, `${path}.${key}`)))
  const { inputSchema, outputSchema, route } = own
  const part = (schema: unknown): Json => (schema instanceof z.ZodType ? jsonSchema(schema) : null)
  return { [path]: { input: part(inputSchema), output: part(outputSchema), route: (route ?? null) as Json } }
}

function wire(): Json {
  const messages = Object.entries(protocol).flatMap(([name, value]) =>
    value instanceof z.ZodType ? [[name, jsonSchema(value)] as const] : [],
  )
  return {
    envelope: jsonSchema(EnvelopeSchema),
    messages: Object.fromEntries(messages),
    server: procedures(serverContract, 'server'),
    console: procedures(consoleContract, 'console'),
  }
}

describe('the wire', () => {
  it('SYNC-8c does not change without a new line in protocol-hash.json (and a new protocolVersion once released)', () => {
    const pinned: Readonly<Record<string, string>> = JSON.parse(readFileSync(file, 'utf8'))
    expect({ [protocol.protocolVersion]: hashBytes(canonicalBytes(wire())) }).toEqual({
      [protocol.protocolVersion]: pinned[String(protocol.protocolVersion)],
    })
  })

  it('the hash hangs on every message and every procedure', () => {
    const { messages, server, console } = wire() as { [part: string]: { [name: string]: Json } }
    expect(Object.keys(messages ?? {})).toEqual(
      expect.arrayContaining(['PushRequestSchema', 'PullResponseSchema', 'VerdictSchema']),
    )
    expect(Object.keys(server ?? {})).toEqual(expect.arrayContaining(['server.sync.push', 'server.auth.login']))
    expect(Object.keys(console ?? {})).toEqual(expect.arrayContaining(['console.cases.execute', 'console.changes']))
  })
})
