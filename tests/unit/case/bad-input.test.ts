import { describe, expect, it } from 'vitest'
import { commandTypes, parseCommand } from '../../../shared/case/commands.ts'
import { decide } from '../../../shared/case/decide.ts'
import type { CaseEvent } from '../../../shared/case/event.ts'
import { checkEvent, eventSpecs } from '../../../shared/case/events.ts'
import { cleanText, isCleanText } from '../../../shared/case/input.ts'
import { canonicalJson, type Json } from '../../../shared/kernel/canonical.ts'
import { contextAt, deskAt, openDesk, people, startMs } from './desk.ts'
import { play } from './random.ts'
import { samples } from './samples.ts'

type Path = readonly (string | number)[]

/** Every place of a value in a structure. */
function places(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([key, item]) => places(item, [...at, key]))]
}

function put(value: unknown, [head, ...tail]: Path, item: unknown): unknown {
  if (head === undefined) return item
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...(value as object) }
  const key = head as keyof typeof copy
  copy[key] = put((value as typeof copy)[key], tail, item) as never
  return copy
}

const megabyte = '长'.repeat(1024 * 1024)
const hostile: readonly (readonly [string, unknown])[] = [
  ['1 MB of text', megabyte],
  ['control characters', 'a\u0000\u0007\u001b[31mb\u0085'],
  ['direction overrides', '退款\u202e001\u2066x\u2069'],
  ['half a character', '问题\ud83d'],
  ['a slot', '{{customer.phone}}'],
  ['a slot in full width', '｛｛x｝｝'],
  ['HTML', '<img src=x onerror=alert(1)>'],
  ['nothing but white space', ' \u3000\n'],
  ['empty', ''],
  ['a prototype', '__proto__'],
  ['a formula', '=cmd|calc'],
  ['minus one', -1],
  ['far too large', Number.MAX_SAFE_INTEGER],
  ['beyond numbers', Number.POSITIVE_INFINITY],
  ['not a number', Number.NaN],
  ['a part', 0.5],
  ['null', null],
  ['nothing', undefined],
  ['a list', []],
  ['ten thousand of a list', Array.from({ length: 10_000 }, () => 'x')],
  ['a block', {}],
  ['a block with a prototype', JSON.parse('{"__proto__":{"polluted":true},"constructor":1}')],
  ['a bigint', 1n],
  ['a function', () => 'x'],
  ['a symbol', Symbol('x')],
]

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

describe('bad input in commands is refused naming the field, or made harmless, never thrown', () => {
  it.each(commandTypes)('%s', (type) => {
    const sample = samples[type]
    expect(parseCommand(sample).ok).toBe(true)
    for (const path of places(sample).filter((it) => it.length > 0))
      for (const [name, value] of hostile) tryHostile(type, path, name, value)
  })

  function tryHostile(type: (typeof commandTypes)[number], path: Path, name: string, value: unknown): void {
    const answer = parseCommand(put(samples[type], path, value))
    const where = `${type} ${path.join('.')} ${name}`
    if (!answer.ok) {
      for (const refusal of answer.error) {
        expect(refusal.tag, where).toMatch(/^(input|text|time|command)\.[a-z_]+$/)
        expect(
          path.join('.').startsWith(refusal.field ?? '?') || refusal.field?.startsWith(path.join('.')),
          `${where} named ${refusal.field}`,
        ).toBe(true)
        expect(JSON.stringify(refusal).length, where).toBeLessThan(300)
      }
      return
    }
    for (const text of textsOf(answer.value)) expect(isCleanText(text), where).toBe(true)
    const state = type === 'open' ? null : deskAt('in_progress').state()
    const decided = decide(state, answer.value, contextAt(startMs, people.supervisor))
    for (const event of decided.ok ? decided.value : []) {
      const { type: eventType, v, kind, body, personal } = event
      expect(checkEvent({ type: eventType, v, kind, body, personal: personal ?? null }), where).toEqual({
        ok: true,
        value: undefined,
      })
      expect(() => canonicalJson(event as unknown as Json)).not.toThrow()
    }
  }

  it.each([
    undefined,
    null,
    1,
    'open',
    [],
    {},
    { type: 1 },
    { type: 'constructor' },
    { type: '__proto__' },
    { type: 'Open' },
    { type: megabyte },
  ])('no command at all: %#', (input) => {
    expect(parseCommand(input)).toEqual({ ok: false, error: [{ tag: 'command.unknown', field: 'type' }] })
  })

  it('all faults come at once, and none repeats what was typed', () => {
    const secret = '机密内容13812341234'
    const answer = parseCommand({ type: 'resolve', causeCode: `${secret} `, cause: '', plan: megabyte, [secret]: 1 })
    const error = answer.ok ? [] : answer.error
    expect(error.map(({ tag, field }) => [tag, field])).toEqual([
      ['input.malformed', 'causeCode'],
      ['text.empty', 'cause'],
      ['input.missing', 'measures'],
      ['text.too_long', 'plan'],
      ['input.unknown_field', secret],
    ])
    expect(error.find(({ tag }) => tag === 'text.too_long')?.detail).toEqual({ max: 4000 })
  })

  it.each([
    ['year 1970', 0],
    ['year 1999', 946_684_799_999],
    ['year 2100', 4_102_444_800_001],
    ['before time', -1],
  ])('an absurd time: %s', (_name, dueAtMs) => {
    const answer = parseCommand({ type: 'promise', text: '好', dueAtMs })
    expect(answer.ok ? null : answer.error).toMatchObject([{ tag: 'time.absurd', field: 'dueAtMs' }])
  })

  it('words are kept, only what hides in them goes', () => {
    expect(cleanText('  甲\r\n乙\u2028丙\u202e\u0000 👨‍👩‍👧 العربية\t')).toBe('甲\n乙\n丙 👨‍👩‍👧 العربية')
    expect(cleanText('半个\ud83d字')).toBe('半个\ufffd字')
    expect(cleanText('\u{20000}𠮷')).toBe('\u{20000}𠮷')
  })
})

describe('bad input in events', () => {
  const events = play(
    Array.from({ length: 200 }, (_, i) => ({
      command: (i * 5) % commandTypes.length,
      actor: i % 5,
      thing: i % 8,
      waitMs: 100,
    })),
  ).events()

  it('SYNC-5a a well-formed one passes, each spoiled one is refused with its field, never thrown', () => {
    const byType = [...new Map(events.map((event) => [event.type, event])).values()]
    expect(byType.length).toBeGreaterThan(15)
    for (const event of byType)
      for (const path of places(event.body).filter((it) => it.length > 0))
        for (const [name, value] of hostile) tryEvent(event, path, name, value)
  })

  function tryEvent(event: CaseEvent, path: Path, name: string, value: unknown): void {
    const body = put(event.body, path, value) as CaseEvent['body']
    const answer = checkEvent({ ...event, body })
    if (answer.ok) expect(() => canonicalJson(body as Json)).not.toThrow()
    else expect(answer.error[0]?.field, `${event.type} ${path.join('.')} ${name}`).toMatch(/^body\./)
  }

  it('text that was not neutralised is refused, in the sealed part too', () => {
    const note = openDesk().act({ type: 'addNote', text: '好' })
    const answer = checkEvent({ ...note, personal: { text: '好\u202e' } })
    expect(answer.ok ? null : answer.error).toEqual([{ tag: 'text.control_character', field: 'personal.text' }])
  })

  it('what cannot be read here is not judged', () => {
    const note = openDesk().act({ type: 'addNote', text: '好' })
    expect(checkEvent({ ...note, personal: null }).ok).toBe(true)
  })

  it.each([
    ['event.unknown', 'type', { type: 'of_tomorrow' }],
    ['event.unknown', 'type', { type: 'constructor' }],
    ['event.newer', 'v', { v: 2 }],
    ['event.kind', 'kind', { kind: 'command' as const }],
  ])('SYNC-8a %s', (tag, field, changes) => {
    const note = openDesk().act({ type: 'addNote', text: '好' })
    expect(checkEvent({ ...note, ...changes })).toMatchObject({ ok: false, error: [{ tag, field }] })
  })

  it('free text and customer data have no place in any open body', () => {
    const open = new Set([
      'text',
      'cause',
      'measures',
      'letter',
      'symptom',
      'impact',
      'name',
      'phones',
      'email',
      'answer',
    ])
    for (const { type, body } of Object.values(eventSpecs)) {
      const shape = (body as unknown as { shape: Record<string, unknown> }).shape
      expect(
        Object.keys(shape).filter((key) => open.has(key)),
        type,
      ).toEqual([])
    }
  })
})
